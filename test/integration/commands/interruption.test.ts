import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeClock } from '../../fixtures/clock.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { beginCommand, runCommand } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
/** Node tells of every connection that is begun there. */
const CONNECTIONS = 'net.client.socket';
const INTERRUPTED = { code: 130, stdout: '', stderr: 'interrupted\n' };

/** It accepts, and never answers. */
let silent: Server;
let address: string;
beforeAll(async () => {
  // Whoever hangs up is heard: nothing stays open.
  silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
});
afterAll(() => silent.close());

describe('Ctrl-C while nobody answers ends a command at once', () => {
  test.each([
    'get',
    'get -w',
    'scale web --replicas=1',
    'reconcile web',
    'clean web --yes',
    `create -f ${PETSET}`,
    'create -f URL',
  ])('%s', async (line) => {
    const connected = once(silent, 'connection');
    const command = beginCommand(`${line.replace('URL', `${address}/x.yaml`)} --server=${address}`.split(' '));
    await connected;
    command.interrupt();
    const { code, stdout, stderr } = await command.ended;
    // What was translated is told before anything is asked.
    expect({ code, stdout, stderr: stderr.replaceAll(/^.*petset\.yaml:.*\n/gm, '') }).toEqual(INTERRUPTED);
  });

  test('create -f -, with a standard input that does not end', async () => {
    const command = beginCommand(['create', '-f', '-', `--server=${address}`], { stdin: new PassThrough() });
    command.interrupt();
    expect(await command.ended).toEqual(INTERRUPTED);
  });
});

describe('--timeout counts from the start', () => {
  test.each([
    ['reconcile web', 'error: timed out waiting for the condition on petsets/web\n'],
    ['scale web --replicas=1', 'error: timed out waiting for the condition on petsets/web\n'],
    ['clean web --yes', 'error: timed out waiting for the condition on petsets/web\n'],
    [`create -f ${PETSET}`, 'error: timed out waiting for the condition\n'],
  ])('%s', async (line, said) => {
    const { code, stderr } = await runCommand(`${line} --server=${address} --timeout=200ms`.split(' '));
    expect({ code, stderr: stderr.replaceAll(/^.*petset\.yaml:.*\n/gm, '') }).toEqual({ code: 1, stderr: said });
  });
});

describe('--request-timeout is not waited for twice', () => {
  test.each(['get', 'get web', 'reconcile web', 'scale web --replicas=1'])('%s', async (line) => {
    const begun: Socket[] = [];
    const goneBefore: number[] = [];
    // Counted where they are begun: a server that is busy hears late of them.
    const count = (made: unknown): void => {
      const { socket } = made as { readonly socket: Socket };
      goneBefore.push(begun.filter(({ destroyed }) => destroyed).length);
      begun.push(socket);
    };
    subscribe(CONNECTIONS, count);
    const args = `${line} --server=${address} --request-timeout=200ms`.split(' ');
    const { code, stderr } = await runCommand(args);
    unsubscribe(CONNECTIONS, count);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'Unable to connect to the server: no answer within 0.2s\n' });
    // What it asks it asks at once: nothing more after the first went unanswered.
    expect(new Set(goneBefore)).toEqual(new Set([0]));
  });
});

describe('Ctrl-C while something is being written says how to go on', () => {
  let cluster: Embedded;
  const writes = new EventEmitter();
  beforeAll(async () => {
    cluster = await startEmbedded();
    await runCommand(['create', '-f', PETSET, '-n', 'kube-public', '--kubeconfig', cluster.kubeconfig]);
    cluster.harm('write * dry-run=no: hang');
    cluster.onArrival(({ info, query }) => {
      if (!['get', 'list', 'watch'].includes(info.verb) && !query.has('dryRun')) writes.emit('write');
    });
  });
  afterAll(() => cluster.stop());

  test.each([
    ['scale web --replicas=1 -n kube-public', /^interrupted\nto go on: kubectl petset reconcile web -n kube-public /],
    ['clean web --yes -n kube-public', /^interrupted\nto go on: kubectl petset reconcile web -n kube-public /],
    [`create -f ${PETSET}`, /^interrupted\nwhat was created before it stays; the same command goes on from there\n/m],
  ])('%s', async (line, said) => {
    const written = once(writes, 'write');
    const command = beginCommand([...line.split(' '), '--kubeconfig', cluster.kubeconfig]);
    await written;
    command.interrupt();
    const { code, stderr } = await command.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(said);
  });

  test('on a terminal it stands where the ^C is', async () => {
    const written = once(writes, 'write');
    const line = ['scale', 'web', '--replicas=1', '-n', 'kube-public', '--kubeconfig', cluster.kubeconfig];
    const command = beginCommand(line, { isTerminal: true });
    await written;
    command.interrupt();
    expect((await command.ended).stderr).toMatch(/^\rinterrupted\nto go on: /);
  });

  test('and so does --timeout', async () => {
    const clock = new FakeClock();
    const written = once(writes, 'write');
    const line = ['scale', 'web', '--replicas=1', '-n', 'kube-public', '--timeout=5m'];
    const command = beginCommand([...line, '--kubeconfig', cluster.kubeconfig], { clock });
    await written;
    await clock.advance(300_000);
    const { code, stderr } = await command.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: timed out waiting for the condition on petsets\/web\nto go on: kubectl petset reconcile web -n kube-public /,
    );
  });
});
