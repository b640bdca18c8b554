import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.js';
import { IMAGES, type Ran, type Running, TestNamespace } from './cluster.js';

const GUARD = 'petset.dev/ordered-teardown';

/** A set as somebody writes it who knows only kubectl. */
function native(replicas: number, strategy = 'OnDelete'): string {
  return `apiVersion: petset.dev/v1alpha1
kind: PetSet
metadata:
  name: web
  labels: {app: nginx}
spec:
  serviceName: nginx
  replicas: ${replicas}
  updateStrategy: {type: ${strategy}}
  selector: {matchLabels: {app: nginx}}
  template:
    metadata: {labels: {app: nginx}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: nginx, image: "${IMAGES.old}", imagePullPolicy: IfNotPresent}]
`;
}

const NEW_IMAGE = JSON.stringify([
  { op: 'replace', path: '/spec/template/spec/containers/0/image', value: IMAGES.new },
]);

/** The definition is the cluster's, and moves the records of every other test: on one that is given they have to be alone. */
const given = process.env.E2E_KUBECONFIG;
const isToRun = inject('kubectl') && (given === undefined || process.env.E2E_DEFINITION !== undefined);

describe.skipIf(!isToRun)('kubectl’s own verbs', () => {
  let sandbox: SandboxProcess | undefined;
  let cluster: TestNamespace;
  let namespace: TestNamespace;
  let run: Running | undefined;

  beforeAll(async () => {
    sandbox = given === undefined ? await startSandboxProcess() : undefined;
    cluster = await TestNamespace.create(sandbox?.kubeconfig);
    await done(cluster.petset('install'));
    // What kubectl asks the server for at first may be a moment behind.
    await vi.waitUntil(async () => (await cluster.kubectl('get', 'petsets')).code === 0, {
      timeout: 30_000,
      interval: 200,
    });
  });
  afterAll(async () => {
    await cluster.remove();
    await done(cluster.petset('uninstall'));
    await sandbox?.stop();
  });
  beforeEach(async () => {
    namespace = await TestNamespace.create(sandbox?.kubeconfig);
    run = undefined;
  });
  afterEach(async () => {
    run?.child.kill('SIGINT');
    await run?.end();
    await namespace.remove();
  });

  /** Throws where it fails. */
  const done = async (ran: Promise<Ran>): Promise<string> => {
    const { code, stdout, stderr } = await ran;
    if (code !== 0) throw new Error(stderr + stdout);
    return stdout;
  };
  const kubectl = (...args: readonly string[]): Promise<string> => done(namespace.kubectl(...args));
  const keep = (): Running => (run = namespace.start('run', '--all'));
  const create = (replicas: number, strategy?: string): Promise<string> =>
    kubectl('create', '-f', namespace.file(native(replicas, strategy)));
  const ready = (replicas: number): Promise<string> =>
    kubectl('wait', 'petset/web', `--for=jsonpath={.status.readyReplicas}=${replicas}`, '--timeout=90s');
  const settled = (): Promise<string> => kubectl('wait', 'petset/web', '--for=condition=Ready', '--timeout=90s');
  const field = (path: string, what = 'petset/web'): Promise<string> =>
    kubectl('get', what, '-o', `jsonpath={${path}}`);
  const uids = (): Promise<string> => kubectl('get', 'pods', '-o', 'jsonpath={.items[*].metadata.uid}');
  const images = (): Promise<string> => kubectl('get', 'pods', '-o', 'jsonpath={.items[*].spec.containers[0].image}');

  test('create, get, scale, patch, edit, apply and pause, in the order of the guide', async () => {
    const observer = await namespace.observe();
    keep();
    expect(await create(2)).toBe('petset.petset.dev/web created\n');
    await ready(2);
    await settled();
    expect((await kubectl('get', 'petset')).split('\n').map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
      ['NAME', 'DESIRED', 'CURRENT', 'READY'],
      ['web', '2', '2', '2'],
      [''],
    ]);
    expect(await kubectl('scale', 'petset', 'web', '--replicas=3')).toBe('petset.petset.dev/web scaled\n');
    await ready(3);
    await kubectl('patch', 'petset', 'web', '--type=merge', '-p', '{"spec":{"replicas":1}}');
    await ready(1);
    await expect.poll(() => namespace.names('pods'), { timeout: 60_000 }).toBe('web-0');
    const editor = { KUBE_EDITOR: "sed -i 's/replicas: 1$/replicas: 2/'" };
    expect(await done(namespace.kubectlWith(editor, 'edit', 'petset', 'web'))).toBe('petset.petset.dev/web edited\n');
    await ready(2);
    await kubectl('annotate', 'petset', 'web', 'pod.alpha.kubernetes.io/initialized=false');
    await expect.poll(() => field('.status.paused'), { timeout: 30_000 }).toBe('true');
    await kubectl('apply', '-f', namespace.file(native(3)));
    await kubectl('label', 'petset', 'web', 'tier=front');
    await run?.line(/petset\/web pauses/);
    expect(await namespace.names('pods')).toBe('web-0 web-1');
    await kubectl('annotate', 'petset', 'web', 'pod.alpha.kubernetes.io/initialized=true', '--overwrite');
    await ready(3);
    expect(await field('.metadata.labels.tier')).toBe('front');
    expect(observer.violations('web')).toEqual([]);
    observer.stop();
  });

  test('another image waits with OnDelete, and comes to pet after pet with RollingUpdate', async () => {
    const observer = await namespace.observe();
    keep();
    await create(2);
    await settled();
    const before = await uids();
    await kubectl('patch', 'petset', 'web', '--type=json', '-p', NEW_IMAGE);
    await kubectl('wait', 'petset/web', '--for=jsonpath={.status.updatedReplicas}=0', '--timeout=60s');
    await settled();
    const [from, to] = [await field('.status.currentRevision'), await field('.status.updateRevision')];
    expect(from).not.toBe(to);
    expect(await uids()).toBe(before);
    await kubectl('delete', 'pod', 'web-1');
    await kubectl('wait', 'petset/web', '--for=jsonpath={.status.updatedReplicas}=1', '--timeout=60s');
    await settled();
    expect(await images()).toBe(`${IMAGES.old} ${IMAGES.new}`);
    expect(await field('.status.currentRevision')).toBe(from);
    await kubectl(
      'patch',
      'petset',
      'web',
      '--type=merge',
      '-p',
      '{"spec":{"updateStrategy":{"type":"RollingUpdate"}}}',
    );
    await kubectl('wait', 'petset/web', `--for=jsonpath={.status.currentRevision}=${to}`, '--timeout=90s');
    expect(await images()).toBe(`${IMAGES.new} ${IMAGES.new}`);
    expect(observer.counts).toEqual({ created: 4, deleted: 2 });
    observer.stop();
  });

  test('delete takes the pets in reverse order, also together with the pods', async () => {
    const observer = await namespace.observe();
    keep();
    await create(3);
    await settled();
    expect(await field('.metadata.finalizers')).toBe(`["${GUARD}"]`);
    expect(await kubectl('delete', 'petset', 'web')).toMatch(/^petset.petset.dev "web" deleted/);
    expect(await namespace.names('pods')).toBe('');
    await observer.until(0);
    expect(observer.violations('web')).toEqual([]);
    observer.stop();
    await create(2);
    await settled();
    const gone = await kubectl('delete', 'petset,po', '-l', 'app=nginx');
    expect(gone).toContain('petset.petset.dev "web" deleted');
    await expect.poll(() => namespace.names('petsets,pods'), { timeout: 60_000 }).toBe('');
  });

  test('delete --cascade=orphan leaves the pets running, and a set of the same name adopts them', async () => {
    keep();
    await create(2);
    await settled();
    const before = await uids();
    await kubectl('delete', 'petset', 'web', '--cascade=orphan');
    await run?.line(/^petset\/web deleted$/);
    expect(await uids()).toBe(before);
    expect(await kubectl('get', 'pods', '-o', 'jsonpath={.items[*].metadata.ownerReferences}')).toBe('');
    await create(2);
    await settled();
    expect(await uids()).toBe(before);
  });

  test('where nobody keeps it, delete leaves nothing behind', async () => {
    await namespace.petset('create', '-f', namespace.file(native(2)));
    expect(await field('.metadata.finalizers')).toBe('');
    await kubectl('delete', 'petset', 'web');
    await expect.poll(() => namespace.names('petsets,pods'), { timeout: 60_000 }).toBe('');
  });

  test('the first one that keeps it leaves, and the other one guards it', async () => {
    await create(1);
    const first = namespace.start('run', '--all');
    await first.line(/^petset\/web ready/);
    const second = namespace.start('run', '--all');
    await second.line(/^petset\/web (ready|is being reconciled)/);
    first.child.kill('SIGINT');
    expect(await first.end()).toBe(130);
    await expect.poll(() => field('.metadata.finalizers'), { timeout: 60_000 }).toBe(`["${GUARD}"]`);
    second.child.kill('SIGINT');
    expect(await second.end()).toBe(130);
    expect(await field('.metadata.finalizers')).toBe('');
  });

  test('kill -9 of run: what is deleted then is finished by reconcile, in order', async () => {
    const observer = await namespace.observe();
    const killed = keep();
    await create(2);
    await settled();
    killed.child.kill('SIGKILL');
    await killed.end();
    await kubectl('delete', 'petset', 'web', '--wait=false');
    expect(await namespace.names('petsets,pods')).toBe('web web-0 web-1');
    expect(await namespace.petset('reconcile', 'web')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/petset\/web deleted\n$/) as string,
    });
    await observer.until(0);
    expect(observer.violations('web')).toEqual([]);
    observer.stop();
    expect(await namespace.names('petsets,leases')).toBe('');
  });

  test('the namespace can be deleted while a set in it is kept', async () => {
    const kept = keep();
    await create(2);
    await settled();
    await kubectl('delete', 'namespace', namespace.name, '--timeout=90s');
    await kept.line(/^petset\/web deleted$/);
  });
});
