import { expect, test } from 'vitest';
import { Client } from '../../../src/cluster/client.js';
import { Enquiries, type Subject } from '../../../src/controller/enquiries.js';
import type { PodStatus } from '../../../src/petset/kubernetes.js';
import { FakeClock } from '../../fixtures/clock.js';

/** A server that answers questions about events when it is told to, or refuses all. */
function asking({ refuses = false } = {}): {
  readonly clock: FakeClock;
  readonly enquiries: Enquiries;
  readonly asked: () => number;
  readonly woken: () => number;
  readonly answer: () => Promise<void>;
  readonly stop: () => void;
} {
  const clock = new FakeClock();
  const open: (() => void)[] = [];
  let asked = 0;
  let woken = 0;
  const page = (): Promise<unknown> => {
    asked += 1;
    const items = [{ metadata: {}, involvedObject: { uid: 'a' }, reason: `Answer${asked}` }];
    const error = { from: 'server', code: 403, reason: 'Forbidden' };
    return new Promise((resolve) => {
      open.push(() => resolve(refuses ? { ok: false, error } : { ok: true, value: { items } }));
    });
  };
  const client = Object.create(Client.prototype, { page: { value: page } }) as Client;
  const stopped = new AbortController();
  const { signal } = stopped;
  return {
    clock,
    enquiries: new Enquiries({ client, clock, answered: () => (woken += 1), signal }),
    asked: () => asked,
    woken: () => woken,
    stop: () => stopped.abort(),
    answer: async () => {
      for (const each of open.splice(0)) each();
      await new Promise(setImmediate);
    },
  };
}

function pet(uid: string, resourceVersion = '1', waited = 2_000, status: PodStatus = { phase: 'Running' }): Subject {
  const metadata = { name: uid, namespace: 'db', uid, resourceVersion };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] }, status };
  return { pod, claims: [], now: 0, waited, place: undefined };
}

test('what is known is waited for a second, and then gone without', async () => {
  const { clock, enquiries, answer, woken } = asking();
  expect(enquiries.about(pet('a'))).toBeUndefined();
  expect(enquiries.nextAt()).toBe(clock.now() + 1_000);
  await clock.advance(1_000);
  expect(enquiries.about(pet('a'))?.events).toEqual([]);
  await answer();
  expect(woken()).toBe(1);
  expect(enquiries.about(pet('a'))?.events).toMatchObject([{ reason: 'Answer1' }]);
});

test('an answer that comes when all is over wakes nobody', async () => {
  const { enquiries, answer, woken, stop } = asking();
  enquiries.about(pet('a'));
  stop();
  await answer();
  expect(woken()).toBe(0);
});

test('what may not be seen is gone without', async () => {
  const { enquiries, answer } = asking({ refuses: true });
  enquiries.about(pet('a'));
  await answer();
  expect(enquiries.about(pet('a'))?.events).toEqual([]);
});

test('a pet that does not change is asked about ever less often', async () => {
  const { clock, enquiries, answer, asked } = asking();
  const times: number[] = [];
  for (let waited = 2_000; waited < 300_000; waited += 1_000) {
    const before = asked();
    enquiries.about(pet('a', '1', waited));
    await answer();
    if (asked() > before) times.push(waited / 1000);
    await clock.advance(1_000);
  }
  expect(times).toEqual([2, 7, 14, 28, 56, 112, 172, 232, 292]);
});

test('one that has changed is asked about anew, but not more than every two seconds; until then it stays unsaid', async () => {
  const { clock, enquiries, answer, asked } = asking();
  enquiries.about(pet('a', '1'));
  await answer();
  expect(enquiries.about(pet('a', '2'))).toBeUndefined();
  expect([asked(), enquiries.nextAt() - clock.now()]).toEqual([1, 2_000]);
  await clock.advance(2_000);
  expect(enquiries.about(pet('a', '3'))).toBeUndefined();
  await answer();
  expect(enquiries.about(pet('a', '3'))?.events).toMatchObject([{ reason: 'Answer2' }]);
});

test('one that never stops to change is told with what was known', async () => {
  const { clock, enquiries, answer } = asking();
  enquiries.about(pet('a', '0'));
  await answer();
  enquiries.about(pet('a', '1'));
  await clock.advance(3_000);
  expect(enquiries.about(pet('a', '2'))?.events).toMatchObject([{ reason: 'Answer1' }]);
});

test('of very many only some are asked about, until those are waited for no longer', () => {
  const { enquiries, asked } = asking();
  const pets = Array.from({ length: 20 }, (_, index) => pet(`pet-${index}`));
  for (const each of pets) enquiries.about(each);
  expect([asked(), enquiries.about(pet('pet-19'))?.events]).toEqual([8, []]);
  enquiries.keepTo(new Set(['pet-19']));
  expect([enquiries.about(pet('pet-19')), asked()]).toEqual([undefined, 9]);
});
