import { afterAll, beforeAll, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { typingOn } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
const THERE = '--context=petset-sandbox';

let cluster: Embedded;
beforeAll(async () => {
  cluster = await startEmbedded();
  await petset(`create -f ${PETSET}`);
  const annotations = { 'petset.dev/handover': JSON.stringify({ to: 'statefulset' }) };
  const record = { namespace: 'default', name: 'petset-web' };
  orFail(await cluster.client.patch(RESOURCES.configMaps, record, 'merge', { metadata: { annotations } }));
});
afterAll(() => cluster.stop());

const { petset } = typingOn(() => cluster);

test.each([
  'scale web --replicas=5',
  'upgrade web --image nginx=registry.k8s.io/nginx-slim:0.8',
  'rollback web',
  'restart web',
  `apply -f ${PETSET}`,
  'replace web 0 --yes',
  'pause web',
  'resume web',
  'reconcile web',
  'delete web',
  'clean web --yes',
  'adopt petset/web',
  'install',
])('%s: of a set that is half-way to a StatefulSet it says how to go on, on the same cluster', async (line) => {
  const { code, stderr } = await petset(`${line} ${THERE}`);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(
      /^error: petset\/web is being migrated to statefulset\.apps\/web and cannot be \w+( \w+)?\nto go on with that: kubectl petset migrate web --to statefulset -n default --context=petset-sandbox\n/m,
    ) as string,
  });
});
