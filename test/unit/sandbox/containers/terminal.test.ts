import { expect, test } from 'vitest';
import { Collector } from '../../../../src/sandbox/containers/io/streams.js';
import { LineTerminal } from '../../../../src/sandbox/containers/io/terminal.js';

const NEVER = new AbortController().signal;

/** The line that a program gets when these keys are typed, and what is seen meanwhile. */
async function typed(keys: string): Promise<{ line: string | undefined; seen: string }> {
  const seen = new Collector();
  const terminal = new LineTerminal(seen);
  void terminal.receive(Buffer.from(keys));
  return { line: (await terminal.input.readLine(NEVER))?.text, seen: seen.bytes.toString() };
}

test.each([
  ['what is typed is seen, and comes with the end of its line', 'ls\r', 'ls', 'ls\r\n'],
  ['backspace takes a character back', 'lx\x7fs\r', 'ls', 'lx\b \bs\r\n'],
  ['a character of several bytes goes at once', 'é\x7fa\r', 'a', 'é\b \ba\r\n'],
  ['Ctrl-U takes the line back', 'ab\x15c\r', 'c', 'ab\b \b\b \bc\r\n'],
  ['arrow keys mean nothing', 'a\x1b[Ab\r', 'ab', 'ab\r\n'],
  ['Ctrl-D on an empty line ends the input', '\x04', undefined, ''],
  ['Ctrl-C forgets what was typed', 'ab\x03c\r', 'c', 'ab^C\r\nc\r\n'],
])('%s', async (_what, keys, line, seen) => {
  expect(await typed(keys)).toEqual({ line, seen });
});

test('Ctrl-C interrupts what is in the foreground, and only that', () => {
  const terminal = new LineTerminal(new Collector());
  const before = terminal.foreground();
  const now = terminal.foreground();
  void terminal.receive(Buffer.from('\x03'));
  expect([before.aborted, now.aborted]).toEqual([false, true]);
});

test('line ends of programs go back to the margin', async () => {
  const seen = new Collector();
  await new LineTerminal(seen).output.write('a\nb\r\n');
  expect(seen.bytes.toString()).toBe('a\r\nb\r\n');
});

test('who types more than is read has to wait', async () => {
  const terminal = new LineTerminal(new Collector());
  let isTaken = false;
  const typing = terminal.receive(Buffer.from('x\r'.repeat(100))).then(() => {
    isTaken = true;
  });
  for (let line = 0; line < 30; line += 1) await terminal.input.readLine(NEVER);
  expect(isTaken).toBe(false);
  for (let line = 0; line < 30; line += 1) await terminal.input.readLine(NEVER);
  await typing;
  expect(isTaken).toBe(true);
});
