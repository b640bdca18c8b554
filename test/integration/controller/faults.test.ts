import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { ProgressEvent } from '../../../src/controller/progress.js';
import type { Outcome } from '../../../src/controller/outcome.js';
import type { Passing } from '../../../src/sandbox/index.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';

let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());

/** Creates a set of three while there are these faults, and sees how that ends. */
async function createThrough(
  ...faults: readonly string[]
): Promise<{ outcome: Outcome; events: readonly ProgressEvent[] }> {
  const record = orFail(await cluster.records.create(webSet({ replicas: 3 }), 'default'));
  cluster.harm(...faults);
  return cluster.reconcile(record);
}

/** How often something was asked of the server. */
const asked = (verb: string, resource: string): number =>
  cluster.arrived.filter((request) => isAbout(request, verb, resource)).length;
const isAbout = ({ info }: Passing, verb: string, resource: string): boolean =>
  info.isResource && info.verb === verb && info.resource === resource && info.subresource === '';
const podNames = async (): Promise<readonly string[]> =>
  orFail(await cluster.client.page(RESOURCES.pods, 'default', { limit: 500 })).items.map(
    ({ metadata }) => metadata.name,
  );

describe('a set comes up all the same', () => {
  test.each([
    ['when a create never reaches the server', 'create pods: reset times=2'],
    ['when the answer to a create is lost', 'create pods: lose-answer times=2'],
    ['when the server is in trouble', 'create pods: 500 times=3'],
    ['when the server is too busy', 'create pods: 429 retry-after=0 times=2'],
    ['when a watch breaks', 'watch pods: cut events=1 times=3'],
    ['when a watch ends because it is too old', 'watch pods: gone events=1 times=3'],
    ['when a list is too long ago for its next page', 'list pods: 410 times=1'],
    ['when the server never had the version', 'watch pods: 504 message="Too large resource version" times=2'],
    ['when a watch is refused for now', 'watch pods: 503 times=2'],
    ['when the server has forgotten where the watch was', 'watch pods: 410 times=2'],
    ['when the first list fails', 'list pods: 500 times=2'],
    ['when the lease is taken by a write that seems to fail', 'create leases: lose-answer times=1'],
  ])('%s', async (_what, fault) => {
    const { outcome } = await createThrough(fault);
    expect(outcome.kind).toBe('settled');
    cluster.harm();
    expect(await podNames()).toEqual(['web-0', 'web-1', 'web-2']);
  });
});

test('while only watches fail, the lists that they begin with are not repeated at their pace', async () => {
  const enough = new AbortController();
  cluster.onArrival(() => {
    if (asked('watch', 'pods') === 8) enough.abort();
  });
  const record = orFail(await cluster.records.create(webSet(), 'default'));
  cluster.harm('watch pods: 504 message="no watching now"');
  await cluster.reconcile(record, { signal: enough.signal, random: () => 0 });
  expect(asked('list', 'pods')).toBe(1);
});

test('a version that no server ever knew again is listed anew, ever more slowly', async () => {
  const delays: number[] = [];
  const enough = new AbortController();
  const record = orFail(await cluster.records.create(webSet(), 'default'));
  cluster.harm('watch pods: 410 message=gone');
  await cluster.reconcile(record, {
    signal: enough.signal,
    random: () => 0,
    emit: (event) => {
      if (event.type === 'retrying' && delays.push(event.delay) === 2) enough.abort();
    },
  });
  expect(delays).toEqual([100, 200]);
});

test('trouble is told, with when it is tried again', async () => {
  const { events } = await createThrough('create pods: 500 message="etcd is on fire" times=1');
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'retrying', problem: 'Error from server (InternalError): etcd is on fire' }),
  );
});

describe('what stays is told at once, in the server’s words', () => {
  test.each([
    [403, 'Forbidden', 'pods "web-0" is forbidden: maximum cpu usage per Container is 100m, but limit is 1'],
    [422, 'Invalid', 'Pod "web-0" is invalid'],
  ])('%d', async (code, reason, message) => {
    const { outcome } = await createThrough(`create pods: ${code} message=${JSON.stringify(message)}`);
    expect(outcome).toMatchObject({ kind: 'refused', error: { reason, message } });
    expect(asked('create', 'pods')).toBe(1);
  });

  test('also while other answers are still on their way', async () => {
    const { outcome } = await createThrough('any persistentvolumeclaims: hang', 'watch pods: 403');
    expect(outcome).toMatchObject({ kind: 'refused', error: { reason: 'Forbidden' } });
  });

  test('also when it is not even allowed to look', async () => {
    const { outcome } = await createThrough('list pods: 403');
    expect(outcome).toMatchObject({ kind: 'refused', error: { reason: 'Forbidden' } });
  });
});
