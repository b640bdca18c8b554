import { expect } from 'vitest';
import type { Begun, CommandRun } from '../../fixtures/world.js';
import type { Action, Scene, SetSpec } from './scenario.js';

/** Milliseconds of the cluster's time that a command may take. */
const LIMIT = 120_000;
const BRAKE = 'pod.alpha.kubernetes.io/initialized';
const SCRIPT = 'sandbox.petset.dev/script';
export const ALL_READY = /ready \(/;

/** A command line of ours that ends well, and may be asked for words of its own. It reads the set where it says `-f -`. */
export const types =
  (line: string, says?: RegExp): Action =>
  async (scene) => {
    const run = await scene.stage.clock.within(LIMIT, begin(line, scene, scene.set).ended);
    expect({ line, ...run }).toMatchObject({ line, code: 0 });
    if (says !== undefined) expect(run.stdout + run.stderr).toMatch(says);
  };

/** One that fails with these words. */
export const typesInVain =
  (line: string, says: RegExp): Action =>
  async (scene) => {
    const run = await scene.stage.clock.within(LIMIT, begin(line, scene, scene.set).ended);
    expect({ line, ...run }).toMatchObject({ line, code: 1, stderr: expect.stringMatching(says) as string });
  };

/** `apply -f -` of the set with other fields. */
export const applies =
  (change: Partial<SetSpec>): Action =>
  async (scene) => {
    const { ended } = begin('apply -f -', scene, { ...scene.set, ...change });
    expect(await scene.stage.clock.within(LIMIT, ended)).toMatchObject({ code: 0 });
  };

/** A command line that stays in a terminal of its own, until it has said this. */
export const begins =
  (line: string, says: RegExp): Action =>
  async (scene) => {
    const begun = begin(line, scene, scene.set);
    scene.terminals.set(verbOf(line), begun);
    await untilSaid(begun, says, scene);
  };

/** What was begun with this verb goes on to say this. */
export const says =
  (verb: string, words: RegExp): Action =>
  (scene) =>
    untilSaid(terminal(verb, scene), words, scene);

/** What was begun with this verb ends well. */
export const ends =
  (verb: string, words = /(?:)/): Action =>
  async (scene) => {
    expect(await endOf(verb, scene)).toMatchObject({ code: 0, stdout: expect.stringMatching(words) as string });
  };

/** What was begun with this verb fails with these words. */
export const fails =
  (verb: string, words: RegExp): Action =>
  async (scene) => {
    expect(await endOf(verb, scene)).toMatchObject({ code: 1, stderr: expect.stringMatching(words) as string });
  };

/** Ctrl-C in the terminal of what was begun with this verb. */
export const interrupts =
  (verb: string): Action =>
  async (scene) => {
    terminal(verb, scene).interrupt();
    expect(await endOf(verb, scene)).toMatchObject({ code: 130 });
  };

/** Several of these, one after the other. */
export const all =
  (...actions: readonly Action[]): Action =>
  async (scene) => {
    for (const action of actions) await action(scene);
  };

export const deletes =
  (object: string): Action =>
  ({ api, namespace }) =>
    api.delete(pathOf(object, namespace));

export const patches =
  (object: string, change: object): Action =>
  ({ api, namespace }) =>
    api.patch(pathOf(object, namespace), change);

export const labels = (object: string, values: Readonly<Record<string, string | null>>): Action =>
  patches(object, { metadata: { labels: values } });

export const annotates = (object: string, name: string, value: string | null): Action =>
  patches(object, { metadata: { annotations: { [name]: value } } });

/** As plain `kubectl annotate` does it. */
export const pauses = (object: string): Action => annotates(object, BRAKE, 'false');
export const resumes = (object: string): Action => annotates(object, BRAKE, 'true');

/** Has the containers of a pod do this from now on. */
export const scripts = (pod: string, script: string): Action => annotates(`pod/${pod}`, SCRIPT, script);

/** As the kubelet leaves a pod that it has evicted for want of memory, or that could not stay. */
export const failsPod =
  (pod: string, reason = 'Evicted'): Action =>
  ({ api, namespace }) =>
    api.patch(`${pathOf(`pod/${pod}`, namespace)}/status`, { status: { phase: 'Failed', reason } });

/** As `kubectl drain` does it. */
export const evicts =
  (pod: string): Action =>
  ({ api, namespace }) =>
    api.create(`${pathOf(`pod/${pod}`, namespace)}/eviction`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: pod, namespace },
    });

export const makes =
  (kind: keyof typeof PATHS, object: object): Action =>
  ({ api, namespace }) =>
    api.create(pathOf(kind, namespace), object);

/** A disruption budget over all pets. */
export const budgets = (minAvailable: number): Action =>
  makes('budget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { minAvailable, selector: { matchLabels: { app: 'nginx' } } },
  });

export const passes =
  (seconds: number): Action =>
  ({ stage }) =>
    stage.clock.sleep(seconds * 1000);

/** What is in an object. */
export const finds =
  (object: string, parts: object): Action =>
  async ({ api, namespace }) => {
    expect(await api.get(pathOf(object, namespace))).toMatchObject(parts);
  };

/** Puts a config map among the owners of an object. */
export const isOwnedBy =
  (object: string, name: string): Action =>
  async ({ api, namespace }) => {
    const { uid } = (await api.get(pathOf(`configmap/${name}`, namespace))).metadata;
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name, uid };
    await api.patch(pathOf(object, namespace), { metadata: { ownerReferences: [owner] } });
  };

const PATHS = {
  pod: ['api/v1', 'pods'],
  claim: ['api/v1', 'persistentvolumeclaims'],
  configmap: ['api/v1', 'configmaps'],
  budget: ['apis/policy/v1', 'poddisruptionbudgets'],
} as const;

const isKind = (word: string): word is keyof typeof PATHS => Object.hasOwn(PATHS, word);

function pathOf(object: string, namespace: string): string {
  const [kind = '', ...name] = object.split('/');
  if (!isKind(kind)) throw new Error(`no kind of this suite: ${kind}`);
  const [group, plural] = PATHS[kind];
  return ['', group, 'namespaces', namespace, plural, ...name].join('/');
}

function begin(line: string, { stage, namespace }: Scene, set: SetSpec): Begun {
  return stage.begin(line, { user: verbOf(line), namespace, input: manifest(set) });
}

const verbOf = (line: string): string => line.split(' ')[0] ?? '';

function terminal(verb: string, { terminals }: Scene): Begun {
  const begun = terminals.get(verb);
  if (begun === undefined) throw new Error(`nothing was begun with ${verb}`);
  return begun;
}

/** Waits until a command line has said this; fails with what it has said where it does not, or ends. */
async function untilSaid(begun: Begun, words: RegExp, { stage }: Scene): Promise<void> {
  const early = begun.ended.then(() => 'ended' as const);
  try {
    const end = await stage.clock.within(LIMIT, Promise.race([begun.printed(words), early]));
    if (end === undefined) return;
  } catch {
    begun.interrupt();
  }
  const run = await begun.ended;
  expect(run.stdout + run.stderr).toMatch(words);
}

async function endOf(verb: string, scene: Scene): Promise<CommandRun> {
  const run = await scene.stage.clock.within(LIMIT, terminal(verb, scene).ended);
  scene.terminals.delete(verb);
  return run;
}

/** JSON is YAML. */
function manifest({ script, annotations, image = 'nginx:1', storageClass, ...spec }: SetSpec): string {
  const template = {
    metadata: {
      labels: { app: 'nginx' },
      annotations: { ...annotations, ...(script !== undefined && { [SCRIPT]: script }) },
    },
    spec: {
      containers: [
        {
          name: 'nginx',
          image: `registry.example/${image}`,
          volumeMounts: [{ name: 'www', mountPath: '/html' }],
        },
      ],
    },
  };
  const www = {
    metadata: { name: 'www' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      ...(storageClass !== undefined && { storageClassName: storageClass }),
    },
  };
  return JSON.stringify({
    apiVersion: 'petset.dev/v1alpha1',
    kind: 'PetSet',
    metadata: { name: 'web' },
    spec: {
      serviceName: 'nginx',
      selector: { matchLabels: { app: 'nginx' } },
      template,
      volumeClaimTemplates: [www],
      ...spec,
    },
  });
}
