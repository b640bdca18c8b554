import type { Answer, ApiError } from '../cluster/api-error.js';
import { Cache } from '../cluster/cache.js';
import type { Client, ListQuery } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { everyPage, type List } from '../cluster/every-page.js';
import { RECORD_SELECTOR } from '../cluster/records.js';
import { Reflector } from '../cluster/reflector.js';
import { RECORD_RESOURCES, RESOURCES } from '../cluster/resource.js';
import type { Store } from '../cluster/store.js';
import { Failure } from '../petset/failure.js';
import { LABELS, petOrdinal } from '../petset/identity.js';
import type { KubeObject, Pod, Served } from '../petset/kubernetes.js';
import { isHealthy, observePet } from '../petset/observed-pet.js';
import { type PetSetRecord, readRecord } from '../petset/record.js';
import type { RecordForm, RecordObject } from '../petset/record-form.js';
import type { SetSummary } from '../petset/set-summary.js';
import { pausing } from './plan-pause.js';
import { recordsInForce } from './records-in-force.js';
import { Wakeup } from './wakeup.js';

/** Which sets: those of a namespace or of all of them, and of these all or one. */
export interface Choice {
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** The forms in which their records are looked for; until that is known, all else is asked for. */
  readonly forms: Promise<readonly RecordForm[]>;
}

export interface OverviewDeps {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: () => number;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly onTrouble: (error: ApiError, delay: number) => void;
}

/** The sets that there are, by namespace and name, and what keeps others from being read. */
export interface Overview {
  readonly sets: readonly SetSummary[];
  readonly broken: readonly Failure[];
}

/** One look at sets and their pets. */
export async function overview(choice: Choice, client: Client, now: number): Promise<Answer<Overview>> {
  const { namespace, forms } = choice;
  const queries = queriesFor(choice);
  const records = (form: RecordForm): Promise<Answer<List<RecordObject>>> =>
    whole(() => everyPage(client, RECORD_RESOURCES[form], namespace, queries[form]));
  const [maps, pods, customs] = await Promise.all([
    records('config-map'),
    whole(() => everyPage(client, RESOURCES.pods, namespace, queries.pods)),
    forms.then((known) => (known.includes('custom') ? records('custom') : NO_RECORDS)),
  ]);
  if (!maps.ok) return maps;
  if (!pods.ok) return pods;
  if (!customs.ok) return customs;
  const inForce = recordsInForce({ 'config-map': byName(maps.value.items), custom: byName(customs.value.items) });
  return { ok: true, value: summarize(inForce, pods.value.items, now) };
}

const NO_RECORDS: Answer<List<RecordObject>> = { ok: true, value: { items: [], resourceVersion: '' } };

/** A list; once more where the server forgot it between two pages. */
async function whole<T extends KubeObject>(list: () => Promise<Answer<List<T>>>): Promise<Answer<List<T>>> {
  const answer = await list();
  const isForgotten = !answer.ok && answer.error.from === 'server' && answer.error.code === 410;
  return isForgotten ? list() : answer;
}

function byName(items: readonly Served<RecordObject>[]): Pick<Store<RecordObject>, 'get' | 'list'> {
  const found = new Map(items.map((item) => [`${item.metadata.namespace ?? ''}/${item.metadata.name}`, item]));
  return { list: () => items, get: (namespace, name) => found.get(`${namespace}/${name}`) };
}

/** What is asked for of each kind. */
function queriesFor({ name }: Choice): Readonly<Record<RecordForm | 'pods', ListQuery>> {
  const ofOne = name === undefined ? LABELS.set : `${LABELS.set}=${name}`;
  return {
    'config-map': { labelSelector: `${RECORD_SELECTOR},${ofOne}` },
    custom: name === undefined ? {} : { fieldSelector: `metadata.name=${name}` },
    pods: { labelSelector: ofOne },
  };
}

/**
 * Watches sets and their pets. Yields all of them when they are known, and after every change, until the signal aborts.
 * A refusal is the last answer.
 */
export async function* overviews(choice: Choice, deps: OverviewDeps): AsyncGenerator<Answer<Overview>> {
  const wakeup = new Wakeup(deps.clock, deps.signal);
  const ring = (): void => wakeup.ring();
  const records = { 'config-map': new Cache<RecordObject>(ring), custom: new Cache<RecordObject>(ring) };
  const pods = new Cache<Pod>(ring);
  const { namespace } = choice;
  const queries = queriesFor(choice);
  const hurried = { ...deps, isHurried: true };
  const watchRecords = (form: RecordForm): Reflector<RecordObject> =>
    new Reflector(RECORD_RESOURCES[form], { namespace, query: queries[form] }, records[form], hurried);
  const everywhere = [
    watchRecords('config-map'),
    new Reflector(RESOURCES.pods, { namespace, query: queries.pods }, pods, hurried),
  ];
  const forms = await choice.forms;
  const reflectors = [...everywhere, ...(forms.includes('custom') ? [watchRecords('custom')] : [])];
  let refusal = (await Promise.all(reflectors.map(({ ready }) => ready))).find((error) => error !== undefined);
  void Promise.race(reflectors.map(({ ended }) => ended)).then((error) => {
    refusal ??= error;
    ring();
  });
  while (!deps.signal.aborted) {
    if (refusal !== undefined) {
      yield { ok: false, error: refusal };
      return;
    }
    yield { ok: true, value: summarize(recordsInForce(records), pods.list(), deps.clock.now()) };
    await wakeup.wait();
  }
}

function summarize(stored: readonly Served<RecordObject>[], pods: readonly Served<Pod>[], now: number): Overview {
  const podsBySet = new Map<string, Served<Pod>[]>();
  for (const pod of pods) {
    const key = `${pod.metadata.namespace ?? ''}/${pod.metadata.labels?.[LABELS.set] ?? ''}`;
    const group = podsBySet.get(key) ?? [];
    group.push(pod);
    podsBySet.set(key, group);
  }
  const read = stored.map(readOrFailure);
  const sets = read
    .flatMap((record) => (record instanceof Failure ? [] : [record]))
    .sort(({ ref: a }, { ref: b }) => a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name))
    .map((record) => summary(record, podsBySet.get(`${record.ref.namespace}/${record.ref.name}`) ?? [], now));
  return { sets, broken: read.filter((record) => record instanceof Failure) };
}

/** One record that somebody has broken must not hide the others. */
function readOrFailure(stored: Served<RecordObject>): PetSetRecord | Failure {
  try {
    return readRecord(stored);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function summary(record: PetSetRecord, pods: readonly Served<Pod>[], now: number): SetSummary {
  const { set, owner, ref } = record;
  const pets = pods.flatMap((pod) => {
    const ordinal = petOrdinal(ref.name, pod.metadata.name);
    const pet = ordinal === undefined ? undefined : observePet(pod, ordinal, { set, owner, now });
    return pet?.ownership === 'ours' ? [{ pet, pod }] : [];
  });
  const seen = pets.map(({ pet }) => pet);
  const pausedBy = [
    ...(record.paused ? [`petset/${ref.name}`] : []),
    ...pausing(seen).map(({ name }) => `pod/${name}`),
  ];
  return { record, pets, current: pets.length, ready: seen.filter(isHealthy).length, pausedBy };
}
