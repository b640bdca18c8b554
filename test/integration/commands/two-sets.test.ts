import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { beginCommand } from '../../fixtures/world.js';

let cluster: Embedded;
let dir: string;
beforeAll(async () => {
  cluster = await startEmbedded();
  // The server takes a dry run of every pod, and then refuses those of kube-public.
  cluster.harm('create pods kube-public/* dry-run=no: 403 message="pods \\"refused-0\\" is forbidden"');
  dir = mkdtempSync(join(tmpdir(), 'petset-test-'));
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await cluster.stop();
});

function petSet(name: string, namespace: string): object {
  const annotations = { 'pod.alpha.kubernetes.io/initialized': 'false' };
  const template = {
    metadata: { labels: { app: name }, annotations },
    spec: { containers: [{ name: 'nginx', image: 'nginx' }] },
  };
  return {
    apiVersion: 'petset.dev/v1alpha1',
    kind: 'PetSet',
    metadata: { name, namespace },
    spec: { replicas: 2, template },
  };
}

test.each([
  ['in lines', false],
  ['on a terminal', true],
])('the failure of one of two sets is told while the other goes on, %s', async (_how, isTerminal) => {
  const file = join(dir, 'two.json');
  const names = [`paused-${isTerminal ? 1 : 0}`, `refused-${isTerminal ? 1 : 0}`] as const;
  const items = [petSet(names[0], 'default'), petSet(names[1], 'kube-public')];
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: {}, items }));
  const line = ['create', '-f', file, '--kubeconfig', cluster.kubeconfig];
  const create = beginCommand(line, { isTerminal });

  await create.printed(/Error from server \(Forbidden\): pods "refused-0" is forbidden\n/);
  await create.printed(new RegExp(`to go on: kubectl petset reconcile ${names[1]} -n kube-public`));
  await create.printed(/pauses petset\/paused/);
  create.interrupt();
  const { code, stderr } = await create.ended;
  expect(code).toBe(130);
  expect(stderr.match(/is forbidden/g)).toHaveLength(1);
  expect(stderr).toMatch(new RegExp(`to go on: kubectl petset reconcile ${names[0]} -n default .*\n$`));
});
