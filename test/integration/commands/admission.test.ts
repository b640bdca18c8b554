import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { type CommandRun, runCommand } from '../../fixtures/world.js';

const PETSET = new URL('../../../examples/petset.yaml', import.meta.url).pathname;
const WEBHOOK = 'admission webhook "look.example.com" does not support dry run';
let cluster: Embedded;
beforeAll(async () => {
  cluster = await startEmbedded();
  cluster.harm(`create * dry-run=yes: 400 message=${JSON.stringify(WEBHOOK)}`);
});
afterAll(() => cluster.stop());

const petset = (line: string, ...documents: readonly object[]): Promise<CommandRun> => {
  const stdin = new PassThrough();
  stdin.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: {}, items: documents }));
  return runCommand([...line.split(' '), `--kubeconfig=${cluster.kubeconfig}`], { stdin });
};

const petSet = (name: string): object => ({
  apiVersion: 'petset.dev/v1alpha1',
  kind: 'PetSet',
  metadata: { name },
  spec: {
    replicas: 1,
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
});

test('a webhook that does not support dry run is no reason not to create anything', async () => {
  const { code, stdout, stderr } = await petset(`create -f ${PETSET}`);
  expect(stderr.match(/^Warning: .*$/gm)).toEqual([`Warning: ${WEBHOOK}: going on without this check of the server`]);
  expect(stdout).toMatch(/^service\/nginx created\n[^]*petset\/web ready \(2\/2\)\n$/);
  expect(code).toBe(0);
  const dry = await petset('create -f - --dry-run=server', petSet('dry'));
  expect(dry.code).toBe(1);
  expect(dry.stderr).toContain(`Error from server (BadRequest): ${WEBHOOK}`);
});
