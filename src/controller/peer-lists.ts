import { orFail } from '../cluster/api-error.js';
import { Cache } from '../cluster/cache.js';
import { Reflector } from '../cluster/reflector.js';
import { RESOURCES } from '../cluster/resource.js';
import type { Governing } from '../petset/governing-service.js';
import type { Service } from '../petset/kubernetes-service.js';
import { type Peer, peersOf } from '../petset/peers.js';
import type { PetHome } from '../petset/pet-variables.js';
import type { PetSetRecord } from '../petset/record.js';
import type { RecordForm } from '../petset/record-form.js';
import { type Overview, type OverviewDeps, overviews } from './overview.js';
import { Wakeup } from './wakeup.js';

/** The pets of a set as others look for them, at one moment. */
export interface PeerList {
  readonly record: PetSetRecord;
  readonly service: Governing;
  readonly peers: readonly Peer[];
}

/**
 * Watches a set, its pets and its governing service. Yields what there is once it is known, and after every change, until the
 * signal aborts or the set is gone. Throws a `Failure` when the server refuses to show the set.
 */
export async function* peerLists(
  home: PetHome,
  forms: Promise<readonly RecordForm[]>,
  deps: OverviewDeps,
): AsyncGenerator<PeerList> {
  const { namespace, set: name } = home;
  const wakeup = new Wakeup(deps.clock, deps.signal);
  const ring = (): void => wakeup.ring();
  const sets = latestOf(overviews({ namespace, name, forms }, deps), ring);
  const governing = watchGoverning(home, deps, ring);
  // Whoever may not look at services sees the pets all the same.
  await Promise.all([sets.ready, governing.ready]);
  while (!deps.signal.aborted) {
    const answer = sets.look();
    const summary = answer && theOnly(orFail(answer));
    if (summary === undefined) return;
    const service = governing.look();
    yield { record: summary.record, service, peers: peersOf(summary.pets, { home, service }) };
    await wakeup.wait();
  }
}

/** The set that was asked for by its name; nothing where it is gone. Throws the `Failure` why its record cannot be read. */
function theOnly({ sets, broken }: Overview): Overview['sets'][number] | undefined {
  const [failure] = broken;
  if (failure !== undefined) throw failure;
  return sets[0];
}

/** What is yielded last, at any time. */
function latestOf<T>(
  values: AsyncIterable<T>,
  changed: () => void,
): { readonly ready: Promise<unknown>; readonly look: () => T | undefined } {
  let latest: T | undefined;
  let first: () => void = () => undefined;
  const yielded = new Promise<void>((resolve) => {
    first = resolve;
  });
  const ended = (async () => {
    for await (latest of values) {
      first();
      changed();
    }
  })();
  return { ready: Promise.race([yielded, ended]), look: () => latest };
}

function watchGoverning(
  { namespace, serviceName }: PetHome,
  deps: OverviewDeps,
  changed: () => void,
): { readonly ready: Promise<unknown>; readonly look: () => Governing } {
  const services = new Cache<Service>(changed);
  const query = { fieldSelector: `metadata.name=${serviceName}` };
  const hurried = { ...deps, isHurried: true };
  const { ready, ended } = new Reflector(RESOURCES.services, { namespace, query }, services, hurried);
  let isOver = false;
  const settled = ended.then(() => {
    isOver = true;
    changed();
  });
  return {
    ready: Promise.race([ready, settled]),
    look: () => (isOver ? 'unknown' : (services.get(namespace, serviceName) ?? 'missing')),
  };
}
