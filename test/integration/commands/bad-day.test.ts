import { afterEach, expect, test } from 'vitest';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { orFail } from '../../../src/cluster/api-error.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { quickClock } from '../../fixtures/quick-clock.js';
import { typingOn } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
/** Worse than any cluster is for long: a third of all requests goes wrong, and watches do not live. */
const FAULTS = [
  'write *: 500 p=0.08',
  'write *: 503 p=0.05',
  'write *: 429 p=0.05',
  'write *: reset p=0.08',
  'write *: lose-answer p=0.12',
  'get,list *: 503 p=0.15',
  'get,list *: reset p=0.1',
  'watch *: cut events=2 p=0.4',
  'watch *: gone events=2 p=0.3',
  'watch pods: silent events=3 every=3',
];

let cluster: Embedded;
afterEach(() => cluster.stop());

test.each([1, 2])('a set comes, grows and goes when nothing can be relied on: seed %d', async (seed) => {
  cluster = await startEmbedded({ seed });
  cluster.harm(...FAULTS);
  const clock = quickClock(20);
  const { petset } = typingOn(() => cluster);
  for (const [line, end] of [
    [`create -f ${PETSET}`, 'petset/web ready (2/2)\n'],
    ['scale web --replicas=3 --current-replicas=2', 'petset/web ready (3/3)\n'],
    ['clean web --yes', 'petset/web deleted\n'],
  ] as const) {
    const { code, stdout, stderr } = await petset(line, { clock });
    expect({ code, isAtItsEnd: stdout.endsWith(end), stderr }).toMatchObject({ code: 0, isAtItsEnd: true });
  }
  cluster.harm();
  expect(orFail(await cluster.client.page(RESOURCES.pods, 'default', { limit: 1 })).items).toEqual([]);
  expect(orFail(await cluster.client.page(RESOURCES.claims, 'default', { limit: 1 })).items).toEqual([]);
});
