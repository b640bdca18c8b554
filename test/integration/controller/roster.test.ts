import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { systemClock } from '../../../src/cluster/clock.js';
import { type Resource, RESOURCES } from '../../../src/cluster/resource.js';
import type { HubScope } from '../../../src/controller/hub.js';
import type { HeldUp } from '../../../src/controller/keep.js';
import type { ProgressEvent } from '../../../src/controller/progress.js';
import { keepAll, type RosterDeps, type RosterEnd } from '../../../src/controller/roster.js';
import { withSet } from '../../../src/petset/record.js';
import { TEARDOWN_ANNOTATION } from '../../../src/petset/record-form.js';
import { startEmbedded, type Embedded } from '../../fixtures/embedded.js';
import { quickClock } from '../../fixtures/quick-clock.js';
import { webSet } from '../../fixtures/sets.js';

const ALL: HubScope = { namespace: 'default', names: undefined, forms: ['config-map'] as const };
let cluster: Embedded;
let keeping: Keeping | undefined;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(async () => {
  await keeping?.stop();
  await cluster.stop();
});

/** Sets that are kept while a test does things to them, and what is told of them. */
class Keeping {
  readonly told: string[] = [];
  readonly ended: Promise<RosterEnd>;
  private readonly stopped = new AbortController();
  private readonly waiting = new Set<() => void>();

  constructor(scope: HubScope = ALL, more: Partial<RosterDeps> = {}) {
    this.ended = keepAll(scope, {
      client: cluster.client,
      clock: systemClock,
      random: Math.random,
      identity: 'keeper',
      signal: this.stopped.signal,
      emit: (event) => this.tell(words(event)),
      onHeldUp: (what, { name }) => this.tell(`${name} held up: ${why(what)}`),
      onTrouble: () => undefined,
      onUnreadable: ({ message }) => this.tell(message),
      onUnlabelled: ({ name }) => this.tell(`${name} unlabelled`),
      ...more,
    });
  }

  /** Resolves when a line has been told so many times. */
  async until(line: string | RegExp, times = 1): Promise<void> {
    const isIt = (each: string): boolean => (typeof line === 'string' ? each === line : line.test(each));
    while (this.told.filter(isIt).length < times)
      await new Promise<void>((resolve) => this.waiting.add(() => resolve()));
  }

  stop(): Promise<RosterEnd> {
    this.stopped.abort();
    return this.ended;
  }

  private tell(line: string): void {
    this.told.push(line);
    for (const look of this.waiting) look();
    this.waiting.clear();
  }
}

function words(event: ProgressEvent): string {
  if (event.type === 'set-ready') return `${event.set.name} ready ${event.ready}/${event.replicas}`;
  if (event.type === 'waiting') return `${event.set.name} waits for ${event.waiting.on.for}`;
  return 'pet' in event ? `${event.pet.name} ${event.type}` : `${event.set.name} ${event.type}`;
}

const why = (what: HeldUp): string =>
  what.kind === 'stuck' ? `${what.obstacle.object} ${what.obstacle.problem}` : what.error.message;

const keep = (scope?: HubScope, more?: Partial<RosterDeps>): Keeping => (keeping = new Keeping(scope, more));
const set = (name: string, replicas: number): ReturnType<typeof webSet> => ({
  ...webSet({ replicas }),
  metadata: { name },
});
const create = async (name: string, replicas = 1): Promise<void> => {
  orFail(await cluster.records.create(set(name, replicas), 'default'));
};
const patch = async (resource: Resource, name: string, change: object): Promise<void> => {
  orFail(await cluster.client.patch(resource, { namespace: 'default', name }, 'merge', change));
};
const remove = async (resource: Resource, name: string): Promise<void> => {
  orFail(await cluster.client.delete(resource, { namespace: 'default', name }));
};
const uidOf = async (resource: Resource, name: string): Promise<string> =>
  orFail(await cluster.client.get(resource, 'default', name)).metadata.uid;

describe('a set that is kept', () => {
  beforeEach(async () => {
    await create('web', 2);
    keep();
    await keeping?.until('web ready 2/2');
  });

  test('has a pet back on its claim that somebody deletes', async () => {
    const [pod, claim] = [await uidOf(RESOURCES.pods, 'web-1'), await uidOf(RESOURCES.claims, 'www-web-1')];
    await remove(RESOURCES.pods, 'web-1');
    await keeping?.until('web ready 2/2', 2);
    expect(await uidOf(RESOURCES.pods, 'web-1')).not.toBe(pod);
    expect(await uidOf(RESOURCES.claims, 'www-web-1')).toBe(claim);
  });

  test('has a pet back that is evicted', async () => {
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web-0', namespace: 'default' } };
    const response = await fetch(`${cluster.url}/api/v1/namespaces/default/pods/web-0/eviction`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(eviction),
    });
    expect(response.status).toBe(201);
    await keeping?.until('web ready 2/2', 2);
  });

  test('has a pet back that failed', async () => {
    const pod = await uidOf(RESOURCES.pods, 'web-0');
    const response = await fetch(`${cluster.url}/api/v1/namespaces/default/pods/web-0/status`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ status: { phase: 'Failed' } }),
    });
    expect(response.status).toBe(200);
    await keeping?.until('web ready 2/2', 2);
    expect(await uidOf(RESOURCES.pods, 'web-0')).not.toBe(pod);
  });

  test('follows its record, and is told of once where nothing has changed', async () => {
    orFail(await cluster.records.change({ namespace: 'default', name: 'web' }, (r) => withSet(r, set('web', 3))));
    await keeping?.until('web ready 3/3');
    await patch(RESOURCES.pods, 'web-0', { metadata: { annotations: { touched: 'yes' } } });
    await patch(RESOURCES.configMaps, 'petset-web', { metadata: { annotations: { [TEARDOWN_ANNOTATION]: 'clean' } } });
    await keeping?.until('web set-gone');
    expect(keeping?.told.filter((line) => line.startsWith('web ready'))).toEqual(['web ready 2/2', 'web ready 3/3']);
  });

  test('may go and come again under its name', async () => {
    await remove(RESOURCES.configMaps, 'petset-web');
    await keeping?.until('web set-gone');
    await create('web', 1);
    await keeping?.until('web ready 1/1');
  });

  test('whose record loses its labels is said to be kept no longer, not to be gone', async () => {
    await patch(RESOURCES.configMaps, 'petset-web', { metadata: { labels: null } });
    await keeping?.until('web unlabelled');
    expect(keeping?.told).not.toContain('web set-gone');
    await patch(RESOURCES.configMaps, 'petset-web', {
      metadata: { labels: { 'petset.dev/name': 'web', 'petset.dev/record': 'petset' } },
    });
    await keeping?.until('web ready 2/2', 2);
  });
});

describe('many sets', () => {
  test('do not wait for one another: one is stuck, one paused, one refused, one cannot be read', async () => {
    const names = Array.from({ length: 16 }, (_, index) => `set${index}`);
    for (const name of [...names, 'stuck', 'paused', 'refused', 'broken']) await create(name);
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'www-stuck-0', namespace: 'default', labels: { 'petset.dev/name': 'other' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    orFail(await cluster.client.create(RESOURCES.claims, claim));
    orFail(
      await cluster.records.change({ namespace: 'default', name: 'paused' }, (record) => {
        const paused = set('paused', 2);
        const metadata = {
          ...paused.spec.template.metadata,
          annotations: { 'pod.alpha.kubernetes.io/initialized': 'false' },
        };
        return withSet(record, {
          ...paused,
          spec: { ...paused.spec, template: { ...paused.spec.template, metadata } },
        });
      }),
    );
    await patch(RESOURCES.configMaps, 'petset-broken', { data: { 'petset.json': '{' } });
    cluster.harm('create persistentvolumeclaims default/www-refused-0: 403 message="no more claims"');
    keep();
    await Promise.all([
      ...names.map((name) => keeping?.until(`${name} ready 1/1`)),
      keeping?.until('stuck held up: persistentvolumeclaim/www-stuck-0 belongs to petset/other'),
      keeping?.until('paused waits for resume'),
      keeping?.until('refused held up: no more claims'),
      keeping?.until(/^error: the record configmap\/petset-broken cannot be read/),
    ]);

    cluster.harm();
    await patch(RESOURCES.pods, 'paused-0', {
      metadata: { annotations: { 'pod.alpha.kubernetes.io/initialized': 'true' } },
    });
    await keeping?.until('paused waits for resume', 2);
    await remove(RESOURCES.claims, 'www-stuck-0');
    await keeping?.until('stuck ready 1/1');
    await patch(RESOURCES.configMaps, 'petset-broken', { data: { 'petset.json': JSON.stringify(set('broken', 1)) } });
    await keeping?.until('broken ready 1/1');
    await patch(RESOURCES.configMaps, 'petset-refused', { metadata: { annotations: { look: 'again' } } });
    await keeping?.until('refused ready 1/1');
    expect(keeping?.told.filter((line) => line.includes('held up'))).toHaveLength(2);
  }, 60_000);

  test('are watched over one connection a kind', async () => {
    for (const name of ['web', 'db', 'my-web']) await create(name);
    const kept = keep();
    await Promise.all(['web', 'db', 'my-web'].map((name) => kept.until(`${name} ready 1/1`)));
    const ours = cluster.requests.flatMap(({ path }) =>
      path.includes('watch=true') ? [/\/namespaces\/default\/(\w+)\?/.exec(path)?.[1] ?? path] : [],
    );
    expect(ours.sort()).toEqual(['configmaps', 'leases', 'persistentvolumeclaims', 'pods']);
  });

  test('one that appears later is kept too', async () => {
    keep();
    await create('late', 2);
    await keeping?.until('late ready 2/2');
  });

  test('that are named: it ends when all of them are gone', async () => {
    for (const name of ['web', 'db', 'other']) await create(name);
    keep({ namespace: 'default', names: ['web', 'db'], forms: ['config-map'] as const });
    await Promise.all([keeping?.until('web ready 1/1'), keeping?.until('db ready 1/1')]);
    await remove(RESOURCES.configMaps, 'petset-web');
    await keeping?.until('web set-gone');
    await remove(RESOURCES.configMaps, 'petset-db');
    expect(await keeping?.ended).toEqual({ kind: 'none-left' });
    expect(keeping?.told.some((line) => line.startsWith('other'))).toBe(false);
  });
});

test('what is refused is tried again after a while, although nothing changes', async () => {
  await create('web');
  cluster.harm('create pods: 403 message="not now" times=1');
  keep(ALL, { clock: quickClock(50) });
  await keeping?.until('web held up: not now');
  await keeping?.until('web ready 1/1');
});

test('a lease is handed back when its set has been left in peace for a while, and taken again', async () => {
  await create('web');
  keep(ALL, { clock: quickClock(20) });
  await keeping?.until('web ready 1/1');
  const holder = async (): Promise<string | undefined> =>
    orFail(await cluster.client.get(RESOURCES.leases, 'default', 'petset-web')).spec?.holderIdentity;
  await expect.poll(holder).toBe('');
  await remove(RESOURCES.pods, 'web-0');
  await keeping?.until('web ready 1/1', 2);
  expect(await holder()).toBe('keeper');
});

test('a watch that says no more is given up before it has been silent for half a minute', async () => {
  await create('web', 3);
  cluster.harm('watch pods: silent events=1 times=1');
  const troubles: string[] = [];
  keep(ALL, { clock: quickClock(50), onTrouble: (error) => void troubles.push(error.message) });
  await keeping?.until('web ready 3/3');
  expect(troubles).toContain('no answer within 28s');
});

test('who may not look is told so', async () => {
  cluster.harm('list pods: 403 message="pods is forbidden"');
  keep({ namespace: undefined, names: undefined, forms: ['config-map'] as const });
  expect(await keeping?.ended).toMatchObject({ kind: 'refused', error: { message: 'pods is forbidden' } });
});
