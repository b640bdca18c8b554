import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { lineSink } from '../../../src/commands/line-sink.js';

async function linesOf(...chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const sink = lineSink((line) => lines.push(line));
  for (const chunk of chunks) sink.write(chunk);
  await finished(sink.end());
  return lines;
}

test('what is written is told line by line, however it comes, and at the end what is left', async () => {
  expect(await linesOf('a\nb', 'c\r\n\n', 'd')).toEqual(['a', 'bc', '', 'd']);
  expect(await linesOf()).toEqual([]);
});

test('a character that comes in two parts stays one', async () => {
  const [first, second] = [Buffer.from('ü').subarray(0, 1), Buffer.from('ü').subarray(1)];
  expect(await linesOf(first, second)).toEqual(['ü']);
});

test('a line that does not end is told in pieces, rather than kept for ever', async () => {
  const lines = await linesOf('x'.repeat(40_000));
  expect(lines.map(({ length }) => length)).toEqual([16_384, 16_384, 7_232]);
});
