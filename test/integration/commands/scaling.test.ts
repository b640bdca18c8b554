import { afterAll, beforeAll, expect, test } from 'vitest';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { typingOn } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
let cluster: Embedded;
beforeAll(async () => {
  cluster = await startEmbedded();
});
afterAll(() => cluster.stop());
const { petset, begin } = typingOn(() => cluster);

async function initialize(name: string, value: boolean): Promise<void> {
  const patch = { metadata: { annotations: { 'pod.alpha.kubernetes.io/initialized': String(value) } } };
  await cluster.client.patch(RESOURCES.pods, { namespace: 'default', name }, 'merge', patch);
}

test('a wish that somebody else replaces meanwhile is not fulfilled', async () => {
  await petset(`create -f ${PETSET}`);
  await initialize('web-0', false);
  const one = begin('scale web --replicas=1');
  await one.printed(/pauses petset\/web/);
  await petset('scale web --replicas=3 --no-wait');
  await initialize('web-0', true);

  const { code, stderr } = await one.ended;
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      'error: petset/web was scaled to 3 by somebody else meanwhile, not to 1: ready (3/3)\n' +
      'to have it all the same: kubectl petset scale web --replicas=1 -n default\n',
  });
});

test('nor are ordinals skipped that somebody else has wished for meanwhile', async () => {
  await initialize('web-0', false);
  const one = begin('scale web --reserve=1');
  await one.printed(/pauses petset\/web/);
  await petset('scale web --reserve=2 --no-wait');
  await initialize('web-0', true);

  const { code, stderr } = await one.ended;
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      'error: petset/web skips 2 as somebody else wished meanwhile, not 1: ready (3/3)\n' +
      'to have it all the same: kubectl petset scale web --reserve=1 -n default\n',
  });
  expect((await petset('scale web --reserve=2')).code).toBe(0);
});
