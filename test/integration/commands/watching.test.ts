import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { typingOn } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
let cluster: Embedded;
beforeAll(async () => {
  cluster = await startEmbedded();
});
afterAll(() => cluster.stop());
const { petset, begin } = typingOn(() => cluster);

test('a set that there is not is not waited for', async () => {
  expect(await petset('get nosuch -w')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'Error from server (NotFound): petsets "nosuch" not found\n',
  });
});

test('a watch shows every change and the end of a set, each object on its own', async () => {
  const watches = { table: begin('get -w'), yaml: begin('get -w -o yaml'), json: begin('get -w -o json') };
  await petset(`create -f ${PETSET}`);
  const one = begin('get web -w');
  await one.printed(/^web +2 +2 +2/m);
  const { stdout } = await petset('clean web --yes -o name');
  // All claims are deleted at once; which is gone first is up to the cluster.
  expect(stdout).toMatch(/^pod\/web-1\npod\/web-0\n(persistentvolumeclaim\/www-web-[01]\n){2}petset\/web\n$/);

  const gone = /^web +0 +0 +0 [^]*^web +0 +0 +0 /m;
  await Promise.all([watches.table.printed(gone), one.printed(gone)]);
  await watches.yaml.printed(
    /readyReplicas: 0\n---\n[^]*replicas: 2\n {2}readyReplicas: 2\n---\n[^]*readyReplicas: 0\n$/,
  );
  for (const watch of [...Object.values(watches), one]) watch.interrupt();
  const [table, yaml, json] = await Promise.all(Object.values(watches).map(({ ended }) => ended));
  expect((await one.ended).code).toBe(130);
  expect(table?.stdout.match(/NAME/g)).toHaveLength(1);
  expect(yaml?.stdout).toMatch(/^apiVersion: petset\.dev\/v1alpha1\nkind: PetSet\n/);
  expect(yaml?.stdout).not.toContain('kind: List');
  expect(json?.stdout).toMatch(/^\}\n\{$/m);
  expect(json?.stdout).not.toContain('"kind": "List"');
});
