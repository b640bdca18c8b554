import { describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';
import { webManifest } from './manifest.js';

/** Where a process is killed: as soon as it has printed this. */
interface Killing {
  readonly line: (file: string) => readonly string[];
  readonly at: RegExp;
  /** Whether the set is there before. */
  readonly isCreated: boolean;
  /** What is there in the end. */
  readonly pods: string;
  readonly claims: string;
}

const PODS = 'web-0 web-1 web-2';
const CLAIMS = 'www-web-0 www-web-1 www-web-2';
const create = (file: string): readonly string[] => ['create', '-f', file];
const scale = (): readonly string[] => ['scale', 'web', '--replicas=1'];
const clean = (): readonly string[] => ['clean', 'web', '--yes'];

const KILLINGS: readonly Killing[] = [
  { line: create, at: /^petset\/web created/, isCreated: false, pods: PODS, claims: CLAIMS },
  { line: create, at: /^persistentvolumeclaim\/www-web-0 /, isCreated: false, pods: PODS, claims: CLAIMS },
  { line: create, at: /^pod\/web-1 created/, isCreated: false, pods: PODS, claims: CLAIMS },
  { line: scale, at: /^petset\/web scaled/, isCreated: true, pods: 'web-0', claims: CLAIMS },
  { line: scale, at: /^pod\/web-2 (terminating|deleted)/, isCreated: true, pods: 'web-0', claims: CLAIMS },
  { line: clean, at: /^pod\/web-1 (terminating|deleted)/, isCreated: true, pods: '', claims: '' },
];

describe.skipIf(!inject('kubectl'))('a process that kill -9 ends', () => {
  test('leaves nothing undone that reconcile does not finish, in its order, wherever it was', async () => {
    const results = await Promise.all(KILLINGS.map(killAndFinish));
    expect(results).toEqual(
      KILLINGS.map(({ pods, claims }) => ({ code: 0, pods, claims, created: 3, violations: [] })),
    );
  });
});

async function killAndFinish(killing: Killing): Promise<object> {
  const namespace = await TestNamespace.create();
  try {
    return await killAndFinishIn(namespace, killing);
  } finally {
    await namespace.remove();
  }
}

async function killAndFinishIn(namespace: TestNamespace, { line, at, isCreated, pods }: Killing): Promise<object> {
  const observer = await namespace.observe();
  const file = namespace.file(webManifest({ replicas: 3 }));
  if (isCreated) await namespace.petset('create', '-f', file);
  const victim = namespace.start(...line(file));
  await victim.line(at);
  victim.child.kill('SIGKILL');
  await victim.end();
  const { code } = await namespace.petset('reconcile', 'web');
  await observer.until(pods === '' ? 0 : pods.split(' ').length);
  observer.stop();
  const left = { pods: await namespace.names('pods'), claims: await namespace.names('pvc') };
  return { code, ...left, created: observer.counts.created, violations: observer.violations('web') };
}
