import { expect, test } from 'vitest';
import { foresee } from '../../../src/controller/foresee.js';
import type { PodManagementPolicy } from '../../../src/petset/petset.js';
import { desired, observed } from '../../fixtures/sets.js';

/** How often anybody asks what is written of a set of so many pets while it is foreseen how it comes up. */
function questions(replicas: number, podManagementPolicy: PodManagementPolicy): number {
  const wanted = desired({ replicas, podManagementPolicy });
  let asked = 0;
  const set = new Proxy(wanted.set, {
    get: (target, key, receiver): unknown => {
      asked++;
      return Reflect.get(target, key, receiver);
    },
  });
  const { steps, end } = foresee({ ...wanted, set }, observed([], { revisions: [] }));
  expect([steps.length, end.kind]).toEqual([1 + 2 * replicas, 'done']);
  return asked;
}

test.each(['OrderedReady', 'Parallel'] as const)(
  'to foresee ten times as many pets, %s, is ten times the work',
  (policy) => {
    expect(questions(400, policy) / questions(40, policy)).toBeLessThan(15);
  },
);
