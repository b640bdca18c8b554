import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Host, World } from '../../../src/commands/command.js';
import { PATIENCE } from '../../../src/commands/ending.js';
import { runProgram } from '../../../src/commands/program.js';
import { FakeClock } from '../../fixtures/clock.js';
import { hostWithoutTerminal } from '../../fixtures/world.js';

/** Where programs tell what they get: our streams are theirs, so they call us. */
let server: Server;
let clock: FakeClock;
let interruption: AbortController;
let told: { words: string };
let look: () => void;
let groupGot: (NodeJS.Signals | 0)[];

beforeEach(async () => {
  clock = new FakeClock();
  interruption = new AbortController();
  // Of this test alone: the end of a program of the last one may be told late.
  const own = { words: '' };
  told = own;
  look = () => undefined;
  groupGot = [];
  server = createServer((socket: Socket) => {
    const add = (text: string): void => {
      own.words += text;
      look();
    };
    socket.on('data', (chunk) => add(String(chunk)));
    socket.on('close', () => add('gone '));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Resolves when the programs have told so much. */
const tells = (words: string): Promise<void> =>
  new Promise((resolve) => {
    look = () => {
      if (told.words.includes(words)) resolve();
    };
    look();
  });

/** Runs until it is ended, and tells of the signals that it minds not. */
const minding = (signals: readonly NodeJS.Signals[], andThen = ''): string => `
  const socket = require('net').connect(${(server.address() as AddressInfo).port}, '127.0.0.1', () => {
    for (const signal of ${JSON.stringify(signals)}) process.on(signal, () => socket.write(signal + ' '));
    socket.write('ready ', () => { ${andThen} });
  });
`;

function run(script: string, host: Partial<Host> = {}): Promise<number> {
  const world: World = {
    version: '0.0.0-test',
    env: {},
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    clock,
    random: Math.random,
    whoami: 'tester@host:1',
    interrupted: interruption.signal,
    host: {
      ...hostWithoutTerminal,
      signalGroup: (leader, signal) => {
        groupGot.push(signal);
        return hostWithoutTerminal.signalGroup(leader, signal);
      },
      ...host,
    },
  };
  return runProgram([process.execPath, '-e', script], {}, world);
}

describe.each([
  ['on a terminal', true],
  ['without one', false],
])('a program %s that does not want to end', (_where, isOnTerminal) => {
  const host = { hasTerminal: () => isOnTerminal };

  test('is hung up on after SIGTERM, as an interactive shell has to be', async () => {
    const code = run(minding(['SIGTERM']), host);
    await tells('ready');
    interruption.abort('SIGTERM');
    await tells('ready SIGTERM');
    await clock.advance(PATIENCE.SIGTERM);
    expect(await code).toBe(128 + 1);
    expect(groupGot.includes('SIGHUP')).toBe(!isOnTerminal);
  });

  test.each<{ signals: readonly (keyof typeof PATIENCE)[] }>([
    { signals: ['SIGTERM', 'SIGHUP'] },
    { signals: ['SIGHUP'] },
  ])('is killed after $signals', async ({ signals }) => {
    const code = run(minding(['SIGTERM', 'SIGHUP']), host);
    await tells('ready');
    interruption.abort(signals[0]);
    let all = 'ready';
    for (const signal of signals) {
      await tells((all += ` ${signal}`));
      await clock.advance(PATIENCE[signal]);
    }
    expect(await code).toBe(128 + 9);
    expect(told.words).toMatch(new RegExp(`^${all} (gone )?$`));
  });

  test('may go on after SIGINT', async () => {
    const code = run(minding(['SIGINT'], 'process.on("SIGINT", () => process.exit(7))'), host);
    await tells('ready');
    interruption.abort('SIGINT');
    expect(await code).toBe(7);
    expect(clock.asleep).toBe(0);
  });
});

test('a program on a terminal gets Ctrl-C from there, and nothing stays behind of it with us', async () => {
  const steps: string[] = [];
  const host: Partial<Host> = {
    hasTerminal: () => true,
    yieldCtrlC: () => {
      steps.push('left');
      return () => void steps.push('had back');
    },
  };
  expect(await run('', host)).toBe(0);
  expect(steps).toEqual(['left', 'had back']);
  // A listener that had stayed would signal whoever has the number by now.
  interruption.abort('SIGTERM');
  expect(clock.asleep).toBe(0);
});

describe('what a program leaves in the background ends with it', () => {
  const leaving = (script: string): string => `
    const options = { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] };
    const left = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(script)}], options);
    left.on('message', () => process.exit(3));
  `;

  test('in good order', async () => {
    const code = run(leaving(minding([], 'process.send("ready")')));
    await tells('ready gone');
    // Where nobody asks how it ended, the system goes on listing it.
    await clock.advance(PATIENCE.SIGTERM);
    expect(await code).toBe(3);
    expect(groupGot).toContain('SIGTERM');
  });

  test('or else by force', async () => {
    const code = run(leaving(minding(['SIGTERM'], 'process.send("ready")')));
    await tells('ready SIGTERM');
    await clock.advance(PATIENCE.SIGTERM);
    expect(await code).toBe(3);
    await tells('gone');
    expect(groupGot.at(-1)).toBe('SIGKILL');
  });
});
