import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { parseFault } from '../../../../src/sandbox/faults/parse-fault.js';
import { at, hasPhase, startCluster, textAt, unschedulable } from '../cluster.js';
import type { Cluster } from '../cluster.js';

const PODS = '/api/v1/namespaces/default/pods';
let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ seed: 1 });
});
afterAll(() => cluster.stop());
beforeEach(() => harm());

function harm(...faults: readonly string[]): void {
  const parsed = faults.map(parseFault);
  cluster.sandbox.setRequestFaults(parsed.filter((fault) => fault.on === 'request'));
}

/** The code of a network error, where one is expected. */
const failure = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'no error',
    (error: unknown) => textAt(error, 'code'),
  );

describe('a request is refused in the words of a server', () => {
  it.each([
    [400, 'BadRequest', 'a fault of the rehearsal'],
    [401, 'Unauthorized', 'Unauthorized'],
    [403, 'Forbidden', 'pods "p" is forbidden: a fault of the rehearsal'],
    [404, 'NotFound', 'pods "p" not found'],
    [410, 'Expired', 'The resourceVersion for the provided list is too old.'],
    [429, 'TooManyRequests', 'Too many requests, please try again later.'],
    [500, 'InternalError', 'Internal error occurred: a fault of the rehearsal'],
    [503, 'ServiceUnavailable', 'the server is currently unable to handle the request'],
    [504, 'Timeout', 'Timeout: request did not complete within requested timeout - a fault of the rehearsal'],
    [418, undefined, 'a fault of the rehearsal'],
  ])('%d', async (code, reason, message) => {
    harm(`get pods p: ${code}`);
    const answer = await cluster.get(`${PODS}/p`);
    expect(answer.code).toBe(code);
    expect(answer.body).toMatchObject({ kind: 'Status', status: 'Failure', message, code });
    expect(at(answer.body, 'reason')).toBe(reason);
    expect((await cluster.get(`${PODS}/q`)).code).toBe(404);
  });

  it('with a Retry-After of 429, or of whatever says so', async () => {
    harm('get pods p: 429', 'get pods q: 503 retry-after=7s message="come back"');
    expect((await cluster.get(`${PODS}/p`)).headers['retry-after']).toBe('1');
    const { headers, body } = await cluster.get(`${PODS}/q`);
    expect([headers['retry-after'], at(body, 'details.retryAfterSeconds'), at(body, 'message')]).toEqual([
      '7',
      7,
      'come back',
    ]);
  });

  it('if it is to create an object of such a name, and no dry run', async () => {
    harm('create pods default/named dry-run=no: 409');
    const { code, body } = await cluster.post(PODS, unschedulable('named'));
    expect([code, at(body, 'message')]).toEqual([409, 'pods "named" already exists']);
    expect((await cluster.post(`${PODS}?dryRun=All`, unschedulable('named'))).code).toBe(201);
    expect((await cluster.post(PODS, unschedulable('unnamed'))).code).toBe(201);
  });

  it('if it is about no resource', async () => {
    harm('get /apis*: 503');
    expect([(await cluster.get('/apis')).code, (await cluster.get('/readyz')).code]).toEqual([503, 200]);
  });

  it('if somebody sent it, who may be impersonated', async () => {
    harm('get pods user=jane: 500');
    expect((await cluster.get(`${PODS}/p`, { as: 'jane' })).code).toBe(500);
    expect((await cluster.get(`${PODS}/p`)).code).toBe(404);
  });
});

describe('a connection', () => {
  it('breaks before anything is done', async () => {
    harm('create pods: reset times=1');
    expect(await failure(cluster.post(PODS, unschedulable('reset')))).toBe('ECONNRESET');
    expect((await cluster.get(`${PODS}/reset`)).code).toBe(404);
    expect((await cluster.post(PODS, unschedulable('reset'))).code).toBe(201);
  });

  it('breaks after all of it is done', async () => {
    harm('create pods: lose-answer times=1');
    expect(await failure(cluster.post(PODS, unschedulable('lost')))).toBe('ECONNRESET');
    expect((await cluster.get(`${PODS}/lost`)).code).toBe(200);
  });

  it('breaks over TLS too', async () => {
    harm('get /readyz: reset');
    const url = `${cluster.sandbox.url.replace('http:', 'https:')}/readyz`;
    const asked = httpsRequest(url, { rejectUnauthorized: false }).end();
    expect(await failure(once(asked, 'response'))).toBe('ECONNRESET');
  });

  it('stays, and nothing is done or answered', async () => {
    harm('create pods: hang', 'get pods: delay=100ms');
    const answered = cluster.post(PODS, unschedulable('hung')).then(() => 'answered');
    answered.catch(() => undefined);
    // An answer to what was sent later, and is slow.
    expect(await Promise.race([answered, cluster.get(`${PODS}/hung`).then(({ code }) => code)])).toBe(404);
  });

  it('is slow', async () => {
    harm('get pods: delay=100ms', 'get *: delay=50ms');
    const start = performance.now();
    await cluster.get(`${PODS}/p`);
    expect(performance.now() - start).toBeGreaterThanOrEqual(149);
  });
});

describe('a watch', () => {
  const names = (watch: { readonly events: readonly { readonly object: unknown }[] }): string[] =>
    watch.events.map(({ object }) => textAt(object, 'metadata.name'));
  let serial = 0;
  const make = async (): Promise<string> => {
    const name = `watched-${(serial += 1)}`;
    await cluster.post(PODS, unschedulable(name));
    return name;
  };
  const fromHere = async (): Promise<string> => {
    const { body } = await cluster.get(PODS);
    return `${PODS}?watch=1&resourceVersion=${textAt(body, 'metadata.resourceVersion')}`;
  };

  it('goes silent: it stays open, and nothing more arrives', async () => {
    const path = await fromHere();
    harm('watch pods: silent events=1 times=1');
    const silent = await cluster.watch(path);
    const other = await cluster.watch(path);
    const [first, second] = [await make(), await make()];
    await other.until(({ object }) => at(object, 'metadata.name') === second);
    expect(names(silent)).toEqual([first]);
    expect(await Promise.race([silent.ended().then(() => 'ended'), make()])).not.toBe('ended');
    silent.close();
    other.close();
  });

  it('is silent from its beginning', async () => {
    harm('watch pods: silent times=1');
    const path = await fromHere();
    const silent = await cluster.watch(path);
    const other = await cluster.watch(path);
    const name = await make();
    await other.until(({ object }) => at(object, 'metadata.name') === name);
    expect(silent.events).toEqual([]);
    silent.close();
    other.close();
  });

  it('is cut', async () => {
    harm('watch pods: cut after=20ms');
    const watch = await cluster.watch(await fromHere());
    await watch.ended();
    expect(watch.events).toEqual([]);
  });

  it('tells all that it has told once more', async () => {
    harm('watch pods: repeat events=2');
    const watch = await cluster.watch(await fromHere());
    const made = [await make(), await make(), await make()];
    await watch.until(({ object }) => at(object, 'metadata.name') === made[2]);
    const told = watch.events.map(({ object }) => textAt(object, 'metadata.resourceVersion'));
    expect(told.slice(2, 4)).toEqual(told.slice(0, 2));
    expect(new Set(told.slice(4)).size).toBe(told.length - 4);
    watch.close();
  });

  it('tells everything later, in its order', async () => {
    const path = await fromHere();
    harm('watch pods: lag by=10ms..50ms times=1');
    const late = await cluster.watch(path);
    const other = await cluster.watch(path);
    const made = [await make(), await make()];
    await other.until(({ object }) => at(object, 'metadata.name') === made[1]);
    expect(names(late)).not.toContain(made[1]);
    await late.until(({ object }) => at(object, 'metadata.name') === made[1]);
    expect(names(late).slice(0, 1)).toEqual(names(other).slice(0, 1));
    late.close();
    other.close();
  });

  it('is told that it is too old, and ends', async () => {
    harm('watch pods: gone events=1');
    const watch = await cluster.watch(await fromHere());
    const name = await make();
    await watch.ended();
    expect(names(watch).slice(0, 1)).toEqual([name]);
    expect(watch.events[1]).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
  });
});

describe('what strikes', () => {
  const codes = async (one: Cluster, count = 24): Promise<string> => {
    const answers: number[] = [];
    for (let turn = 0; turn < count; turn += 1) answers.push((await one.get(`${PODS}/none`)).code);
    return answers.join(' ');
  };
  const withSeed = (seed: number): Promise<Cluster> =>
    startCluster({ seed, faults: [parseFault('get pods: 500 p=0.5')] });

  it('is the same for the same seed, request by request', async () => {
    const clusters = await Promise.all([7, 7, 8].map(withSeed));
    const [one, again, other] = await Promise.all(clusters.map((each) => codes(each)));
    expect(one).toBe(again);
    expect(one).not.toBe(other);
    await Promise.all(clusters.map((each) => each.stop()));
  });

  it('never meets the cluster itself, unless it is named', async () => {
    const spared = await startCluster({ faults: [parseFault('any persistentvolumes: 500')] });
    const claims = '/api/v1/namespaces/default/persistentvolumeclaims';
    const resources = { requests: { storage: '1Gi' } };
    await spared.post(claims, { metadata: { name: 'c' }, spec: { accessModes: ['ReadWriteOnce'], resources } });
    await spared.until(`${claims}/c`, hasPhase('Bound'));
    expect((await spared.get('/api/v1/persistentvolumes')).code).toBe(500);
    await spared.stop();
    const named = await startCluster({ faults: [parseFault('create pods/binding user=system:*: 500 times=2')] });
    await named.post(PODS, { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'x' }] } });
    const bound = await named.until(`${PODS}/p`, (pod) => at(pod, 'spec.nodeName') !== undefined);
    expect(textAt(bound, 'spec.nodeName')).toBe('sandbox-node');
    await named.stop();
  });
});
