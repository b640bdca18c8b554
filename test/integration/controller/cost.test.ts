import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import type { RequestNote } from '../../../src/cluster/client-options.js';
import type { PetSet } from '../../../src/petset/petset.js';
import { type PetSetRecord, withSet, withTeardown } from '../../../src/petset/record.js';
import type { RecordObject } from '../../../src/petset/record-form.js';
import { USUAL_ROLLOUT } from '../../../src/petset/rollout.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';

const FEW = 2;
const MANY = 6;

/** What was asked of the server; without events, which nobody waits for. */
interface Cost {
  /** Of pets and claims. */
  readonly writes: number;
  readonly others: number;
  readonly reads: number;
}

type Template = PetSet['spec']['template'];
/** Without a volume. */
const BARE: Template = {
  metadata: { labels: { app: 'nginx' } },
  spec: { containers: [{ name: 'nginx', image: 'one' }] },
};

let cluster: Embedded;
beforeAll(async () => {
  cluster = await startEmbedded();
});
afterAll(() => cluster.stop());

const isOfPets = ({ path }: RequestNote): boolean => /\/(pods|persistentvolumeclaims)(\/|\?|$)/.test(path);
/** Whoever takes longer renews it more often. */
const isOfLeases = ({ path }: RequestNote): boolean => path.includes('/leases');

async function settled(record: PetSetRecord): Promise<Cost> {
  cluster.requests.length = 0;
  const { outcome } = await cluster.reconcile(record);
  expect(['settled', 'gone']).toContain(outcome.kind);
  const writes = cluster.requests.filter(({ method }) => method !== 'GET');
  const reads = cluster.requests.filter(({ method, path }) => method === 'GET' && !path.includes('watch=true'));
  return {
    writes: writes.filter(isOfPets).length,
    others: writes.filter((request) => !isOfPets(request) && !isOfLeases(request)).length,
    reads: reads.length,
  };
}

/** The life of a set of so many pets. */
async function costs(pets: number, withClaims: boolean): Promise<Readonly<Record<string, Cost>>> {
  const ref = { namespace: 'default', name: 'web' };
  const set = webSet({ replicas: pets, ...(!withClaims && { volumeClaimTemplates: [], template: BARE }) });
  const changed = async (change: (record: PetSetRecord) => RecordObject): Promise<PetSetRecord> =>
    orFail(await cluster.records.change(ref, change));
  const created = await settled(orFail(await cluster.records.create(set, 'default')));
  const next = { ...set, spec: { ...set.spec, template: withImage(set.spec.template, 'two') } };
  const upgraded = await settled(await changed((record) => withSet(record, next, USUAL_ROLLOUT)));
  const to = (replicas: number) => (record: PetSetRecord): RecordObject =>
    withSet(record, { ...next, spec: { ...next.spec, replicas } });
  const down = await settled(await changed(to(0)));
  const up = await settled(await changed(to(pets)));
  const cleaned = await settled(await changed((record) => withTeardown(record, 'clean')));
  return { created, upgraded, down, up, cleaned };
}

function withImage(template: Template, image: string): Template {
  const containers = template.spec.containers.map((container) => ({ ...container, image }));
  return { ...template, spec: { ...template.spec, containers } };
}

const writesOf = (cost: Readonly<Record<string, Cost>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(cost).map(([name, { writes }]) => [name, writes]));

/** What does not grow with a set. */
const restOf = (cost: Readonly<Record<string, Cost>>): Readonly<Record<string, Omit<Cost, 'writes'>>> =>
  Object.fromEntries(Object.entries(cost).map(([name, { others, reads }]) => [name, { others, reads }]));

describe('what is done to a set', () => {
  test.each([false, true])('costs a write a pet and one a claim, and no more of anything for more pets; claims: %s', async (withClaims) => {
    const few = await costs(FEW, withClaims);
    const many = await costs(MANY, withClaims);
    for (const [pets, cost] of [
      [FEW, few],
      [MANY, many],
    ] as const) {
      const each = withClaims ? 2 * pets : pets;
      expect(writesOf(cost)).toEqual({ created: each, upgraded: 2 * pets, down: pets, up: pets, cleaned: each });
    }
    expect(restOf(many)).toEqual(restOf(few));
  });
});
