import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { ProgressEvent } from '../../../src/controller/progress.js';
import type { Outcome } from '../../../src/controller/loop.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { type Fault, type FaultyProxy, type Passing, startFaultyProxy, status } from '../../fixtures/faulty-proxy.js';
import { webSet } from '../../fixtures/sets.js';

let cluster: Embedded;
let proxy: FaultyProxy | undefined;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(async () => {
  await proxy?.close();
  await cluster.stop();
});

/** Creates a set of three over a proxy that does harm, and sees how that ends. */
async function createThrough(
  decide: (request: Passing) => Fault | undefined,
): Promise<{ outcome: Outcome; events: readonly ProgressEvent[]; passed: readonly Passing[] }> {
  proxy = await startFaultyProxy(cluster.url, decide);
  const record = orFail(await cluster.records.create(webSet({ replicas: 3 }), 'default'));
  const result = await cluster.reconcile(record, { client: cluster.clientAt(proxy.url) });
  return { ...result, passed: proxy.passed };
}

/** Does harm to the first so many requests that match. */
function first(
  times: number,
  matches: (request: Passing) => boolean,
  fault: Fault,
): (request: Passing) => Fault | undefined {
  let left = times;
  return (request) => (matches(request) && left-- > 0 ? fault : undefined);
}

const podCreate = ({ method, path }: Passing): boolean => method === 'POST' && path.includes('/pods?');
const podWatch = ({ path }: Passing): boolean => path.includes('/pods?') && path.includes('watch=true');
const podList = ({ method, path }: Passing): boolean =>
  method === 'GET' && path.includes('/pods?') && !path.includes('watch=true');
const podNames = async (): Promise<readonly string[]> =>
  orFail(await cluster.client.page(RESOURCES.pods, 'default', { limit: 500 })).items.map(
    ({ metadata }) => metadata.name,
  );

describe('a set comes up all the same', () => {
  test.each<[string, (request: Passing) => Fault | undefined]>([
    ['when a create never reaches the server', first(2, podCreate, { kind: 'reset' })],
    ['when the answer to a create is lost', first(2, podCreate, { kind: 'lose-answer' })],
    ['when the server is in trouble', first(3, podCreate, status(500, 'InternalError'))],
    [
      'when the server is too busy',
      first(2, podCreate, { ...status(429, 'TooManyRequests'), headers: { 'retry-after': '0' } }),
    ],
    ['when a watch breaks', first(3, podWatch, { kind: 'cut-answer' })],
    ['when a list is too long ago for its next page', first(1, podList, status(410, 'Expired'))],
    ['when the server never had the version', first(2, podWatch, status(504, 'Timeout', 'Too large resource version'))],
    ['when a watch is refused for now', first(2, podWatch, status(503, 'ServiceUnavailable'))],
    ['when the server has forgotten where the watch was', first(2, podWatch, status(410, 'Expired'))],
    ['when the first list fails', first(2, podList, status(500, 'InternalError'))],
    [
      'when the lease is taken by a write that seems to fail',
      first(1, ({ path }) => path.includes('/leases?fieldManager'), { kind: 'lose-answer' }),
    ],
  ])('%s', async (_what, decide) => {
    const { outcome } = await createThrough(decide);
    expect(outcome.kind).toBe('settled');
    expect(await podNames()).toEqual(['web-0', 'web-1', 'web-2']);
  });
});

test('while only watches fail, the lists that they begin with are not repeated at their pace', async () => {
  const [enough, tries] = [new AbortController(), 8];
  let watches = 0;
  proxy = await startFaultyProxy(cluster.url, (request) => {
    if (!podWatch(request)) return undefined;
    if (++watches === tries) enough.abort();
    return status(504, 'Timeout', 'no watching now');
  });
  const record = orFail(await cluster.records.create(webSet(), 'default'));
  await cluster.reconcile(record, { client: cluster.clientAt(proxy.url), signal: enough.signal, random: () => 0 });
  expect(proxy.passed.filter(podList)).toHaveLength(1);
});

test('a version that no server ever knew again is listed anew, ever more slowly', async () => {
  const delays: number[] = [];
  const enough = new AbortController();
  proxy = await startFaultyProxy(cluster.url, (request) =>
    podWatch(request) ? status(410, 'Expired', 'gone') : undefined,
  );
  const record = orFail(await cluster.records.create(webSet(), 'default'));
  await cluster.reconcile(record, {
    client: cluster.clientAt(proxy.url),
    signal: enough.signal,
    random: () => 0,
    emit: (event) => {
      if (event.type === 'retrying' && delays.push(event.delay) === 2) enough.abort();
    },
  });
  expect(delays).toEqual([100, 200]);
});

test('trouble is told, with when it is tried again', async () => {
  const { events } = await createThrough(first(1, podCreate, status(500, 'InternalError', 'etcd is on fire')));
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'retrying', problem: 'Error from server (InternalError): etcd is on fire' }),
  );
});

describe('what stays is told at once, in the server’s words', () => {
  test.each([
    [403, 'Forbidden', 'pods "web-0" is forbidden: exceeded quota'],
    [422, 'Invalid', 'Pod "web-0" is invalid'],
  ])('%d', async (code, reason, message) => {
    const { outcome, passed } = await createThrough((request) =>
      podCreate(request) ? status(code, reason, message) : undefined,
    );
    expect(outcome).toMatchObject({ kind: 'refused', error: { reason, message } });
    expect(passed.filter(podCreate)).toHaveLength(1);
  });

  test('also while other answers are still on their way', async () => {
    const { outcome } = await createThrough((request) => {
      if (request.path.includes('/persistentvolumeclaims?')) return { kind: 'hang' };
      return podWatch(request) ? status(403, 'Forbidden', 'no watching') : undefined;
    });
    expect(outcome).toMatchObject({ kind: 'refused', error: { reason: 'Forbidden' } });
  });

  test('also when it is not even allowed to look', async () => {
    const { outcome } = await createThrough((request) =>
      podList(request) ? status(403, 'Forbidden', 'no') : undefined,
    );
    expect(outcome).toMatchObject({ kind: 'refused', error: { reason: 'Forbidden' } });
  });
});
