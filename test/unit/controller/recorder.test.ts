import { expect, test } from 'vitest';
import type { ApiError } from '../../../src/cluster/api-error.js';
import { Client } from '../../../src/cluster/client.js';
import { Recorder } from '../../../src/controller/recorder.js';
import type { KubeEvent } from '../../../src/petset/kubernetes-event.js';
import { FakeClock } from '../../fixtures/clock.js';

const REF = { namespace: 'db', name: 'web' };
const RECORD = { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'record' };
const error: ApiError = {
  from: 'server',
  code: 404,
  reason: 'NotFound',
  message: 'namespaces "db" not found',
  details: undefined,
  retryAfter: undefined,
};

/** A recorder and a server that keeps its events, once it is told to answer at all. */
function recording({ refuses = false } = {}): {
  readonly recorder: Recorder;
  readonly clock: FakeClock;
  readonly written: string[];
  readonly answer: () => void;
} {
  const clock = new FakeClock();
  const written: string[] = [];
  let answer: () => void = () => undefined;
  const answers = new Promise<void>((resolve) => (answer = resolve));
  const create = async (_resource: unknown, event: KubeEvent): Promise<unknown> => {
    await answers;
    written.push(event.message ?? '');
    return refuses ? { ok: false, error } : { ok: true, value: event };
  };
  const client = Object.create(Client.prototype, { create: { value: create } }) as Client;
  const turn = { isOurs: true, takenFrom: undefined };
  const deps = { client, clock, random: () => 0, identity: 'tester', turn };
  return { recorder: new Recorder(REF, RECORD, deps), clock, written, answer: () => answer() };
}

const creation = (ordinal: number) => ({ do: 'create-pet', ordinal, revision: 'rev1', braked: false }) as const;
const never = new AbortController().signal;

test('what only turned out to be otherwise is not told as done', async () => {
  const { recorder, written, answer } = recording();
  answer();
  recorder.took(creation(0), { kind: 'news', error });
  recorder.took(creation(1), { kind: 'done' });
  await recorder.close(never);
  expect(written).toEqual(['pet: web-1']);
});

test('of very many that wait for a slow server the oldest are lost', async () => {
  const { recorder, clock, written, answer } = recording();
  // More than ten minutes apart they are not combined.
  for (let ordinal = 0; ordinal < 150; ordinal++) {
    recorder.took(creation(ordinal), { kind: 'done' });
    await clock.advance(600_001);
  }
  answer();
  await recorder.close(never);
  expect(written).toHaveLength(101);
  expect([written[0], written[1], written.at(-1)]).toEqual(['pet: web-0', 'pet: web-50', 'pet: web-149']);
});

test('a namespace that is gone is told nothing more, and keeps nobody waiting', async () => {
  const { recorder, written, answer } = recording({ refuses: true });
  answer();
  recorder.took(creation(0), { kind: 'done' });
  recorder.took(creation(1), { kind: 'done' });
  await recorder.close(never);
  recorder.took(creation(2), { kind: 'done' });
  expect(written).toEqual(['pet: web-0']);
});

test('a server that does not answer is not waited for when it is too late', async () => {
  const { recorder, clock, written } = recording();
  recorder.took(creation(0), { kind: 'done' });
  const late = new AbortController();
  const closed = recorder.close(late.signal);
  late.abort();
  await closed;
  expect([written, clock.asleep]).toEqual([[], 0]);
});
