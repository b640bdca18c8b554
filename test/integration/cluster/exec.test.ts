import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { systemClock } from '../../../src/cluster/clock.js';
import { connect, type Connection } from '../../../src/cluster/connection.js';
import { type ExecEnd, execIn, type ExecRequest } from '../../../src/cluster/exec.js';
import { webSet } from '../../fixtures/sets.js';
import { FakeClock } from '../../fixtures/clock.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { orFail } from '../../../src/cluster/api-error.js';

const WEB_0 = { namespace: 'default', pod: 'web-0', container: 'nginx' };

/** What a command printed, and how it ended. */
interface Said {
  readonly end: ExecEnd;
  readonly stdout: string;
  readonly stderr: string;
}

async function exec(
  connection: Connection,
  command: readonly string[],
  more: Partial<ExecRequest> = {},
): Promise<Said> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const said = { stdout: '', stderr: '' };
  stdout.on('data', (chunk: Buffer) => (said.stdout += String(chunk)));
  stderr.on('data', (chunk: Buffer) => (said.stderr += String(chunk)));
  const signal = new AbortController().signal;
  const end = await execIn(connection, { ...WEB_0, command, stdout, stderr, clock: systemClock, signal, ...more });
  await Promise.all([stdout, stderr].map((stream) => once(stream.end(), 'end')));
  return { end, ...said };
}

describe('a command in a pod of an embedded cluster', () => {
  let cluster: Embedded;
  let connection: Connection;
  beforeAll(async () => {
    cluster = await startEmbedded();
    await cluster.reconcile(orFail(await cluster.records.create(webSet({ replicas: 1 }), 'default')));
    connection = cluster.client.connection;
  });
  afterAll(() => cluster.stop());

  test('is heard on both streams, and its exit code is known', async () => {
    const said = await exec(connection, ['sh', '-c', 'echo "$1"; echo err >&2; exit 3', '-', 'a & b?c=d']);
    expect(said).toEqual({ end: { ok: true, exitCode: 3 }, stdout: 'a & b?c=d\n', stderr: 'err\n' });
    expect((await exec(connection, ['true'])).end).toEqual({ ok: true, exitCode: 0 });
  });

  test('reads its standard input to the end', async () => {
    const stdin = new PassThrough();
    stdin.write('a\n');
    stdin.end('b\n');
    expect((await exec(connection, ['wc', '-l'], { stdin })).stdout).toBe('2\n');
  });

  test('may say more than is read at once', async () => {
    const stdin = new PassThrough();
    const text = 'x'.repeat(3_000_000);
    stdin.end(text);
    const { stdout, end } = await exec(connection, ['cat'], { stdin });
    expect(end).toEqual({ ok: true, exitCode: 0 });
    expect(stdout === text).toBe(true);
  });

  test('that is not there has not run', async () => {
    const { end } = await exec(connection, ['no-such-program']);
    expect(end).toMatchObject({ ok: false, hasBegun: true, error: { reason: 'InternalError' } });
  });

  test('in a pod that is not there is refused in the words of the server', async () => {
    const { end } = await exec(connection, ['true'], { pod: 'web-9' });
    const error = { from: 'server', code: 404, reason: 'NotFound', message: 'pods "web-9" not found' };
    expect(end).toMatchObject({ ok: false, hasBegun: false, error });
  });

  test('is called off by its signal', async () => {
    const abort = new AbortController();
    const stdout = new PassThrough();
    stdout.once('data', () => abort.abort());
    const command = ['sh', '-c', 'echo begun; sleep 1000'];
    const { end } = await exec(connection, command, { stdout, signal: abort.signal });
    expect(end).toMatchObject({ ok: false, hasBegun: true, error: { code: 'ABORT_ERR' } });
    const late = await exec(connection, ['true'], { signal: abort.signal });
    expect(late.end).toMatchObject({ ok: false, hasBegun: false, error: { code: 'ABORT_ERR' } });
  });

  test('has its credentials read again when they were refused', async () => {
    cluster.harm('any pods/exec: 401 times=1');
    expect((await exec(connection, ['true'])).end).toEqual({ ok: true, exitCode: 0 });
    cluster.harm('any pods/exec: 401');
    expect((await exec(connection, ['true'])).end).toMatchObject({ ok: false, error: { code: 401 } });
    cluster.harm();
  });
});

describe('a server', () => {
  let server: Server;
  let connection: Connection;
  let headers: unknown;
  let clients: WebSocket[];
  let protocols: (offered: Set<string>) => string | false;
  /** Resolves to the server's end of the next connection. */
  let accepted: Promise<WebSocket>;
  beforeEach(async () => {
    clients = [];
    protocols = () => 'v5.channel.k8s.io';
    const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => protocols(offered) });
    server = createServer();
    accepted = new Promise((resolve) => {
      server.on('upgrade', (request, socket, head) => {
        headers = request.headers;
        sockets.handleUpgrade(request, socket, head, (client) => {
          clients.push(client);
          resolve(client);
        });
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const flags = { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'secret', as: 'jane' };
    connection = connect({ ...flags, asGroup: ['ops', 'dev'] }, { env: {}, clock: systemClock });
  });
  afterEach(() => {
    for (const client of clients) client.terminate();
    connection.close();
    server.close();
  });

  test('that speaks v4 alone is understood; it cannot be told that standard input has ended', async () => {
    const offers: string[] = [];
    protocols = (offered) => {
      offers.push(...offered);
      return 'v4.channel.k8s.io';
    };
    const stdin = new PassThrough();
    const said = exec(connection, ['cat'], { stdin });
    const client = await accepted;
    const input = once(client, 'message');
    stdin.end('text');
    expect(String((await input)[0])).toBe('\u0000text');
    const status = {
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '5' }] },
    };
    client.send(Buffer.from('\u0001out'));
    client.send(Buffer.from(`\u0003${JSON.stringify(status)}`), () => client.close(1000));
    expect(await said).toEqual({ end: { ok: true, exitCode: 5 }, stdout: 'out', stderr: '' });
    expect(offers).toEqual(['v5.channel.k8s.io', 'v4.channel.k8s.io']);
  });

  test('is told who we are, and on whose behalf we come', async () => {
    const said = exec(connection, ['true']);
    (await accepted).close(1000);
    await said;
    expect(headers).toMatchObject({ authorization: 'Bearer secret', 'impersonate-user': 'jane' });
    expect(JSON.stringify(headers)).toMatch(/"impersonate-group":"ops, ?dev"/);
  });

  test('that goes away before the command has ended leaves us without an exit code', async () => {
    const said = exec(connection, ['true']);
    (await accepted).terminate();
    const error = { from: 'connection', message: 'the connection was lost before the command ended' };
    expect((await said).end).toMatchObject({ ok: false, hasBegun: true, error });
  });

  test('that falls silent is left after a while, and one that answers is not', async () => {
    const clock = new FakeClock();
    const said = exec(connection, ['true'], { clock });
    const client = await accepted;
    let pings = 0;
    const pinged = (): Promise<unknown> => once(client, 'ping');
    for (; pings < 6; pings++) {
      const ping = pinged();
      await expect.poll(() => clock.asleep).toBe(1);
      await clock.advance(10_000);
      await ping;
      // The answer to it is on its way to us.
      await roundTrip(client);
    }
    client.pause();
    for (let silent = 0; silent < 4; silent++) {
      await expect.poll(() => clock.asleep).toBe(1);
      await clock.advance(10_000);
    }
    expect((await said).end).toMatchObject({ ok: false, hasBegun: true });
  });

  test('that is not there is no answer', async () => {
    server.close();
    const { end } = await exec(connection, ['true']);
    expect(end).toMatchObject({ ok: false, hasBegun: false, error: { from: 'connection', code: 'ECONNREFUSED' } });
  });
});

/** Resolves when what was sent before has arrived at the other end. */
async function roundTrip(client: WebSocket): Promise<void> {
  const pong = once(client, 'pong');
  client.ping();
  await pong;
}
