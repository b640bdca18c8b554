import { type Answer, type ApiError, orFail } from '../cluster/api-error.js';
import { Cache } from '../cluster/cache.js';
import { Reflector, type ReflectorDeps } from '../cluster/reflector.js';
import { RESOURCES } from '../cluster/resource.js';
import type { Governing } from '../petset/governing-service.js';
import type { Service } from '../petset/kubernetes-service.js';
import { type Peer, peersOf } from '../petset/peers.js';
import type { PetHome } from '../petset/pet-variables.js';
import type { PetSetRecord } from '../petset/record.js';
import { Hub } from './hub.js';
import { SetWatch } from './set-watch.js';
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
export async function* peerLists(record: PetSetRecord, home: PetHome, deps: ReflectorDeps): AsyncGenerator<PeerList> {
  const { clock, signal } = deps;
  const wakeup = new Wakeup(clock, signal);
  const ring = (): void => wakeup.ring();
  const hub = new Hub({ namespace: home.namespace, names: [home.set] }, deps);
  const watch = new SetWatch(record, hub, ring);
  const governing = watchGoverning(home, deps, ring);
  void hub.ended.then(ring);
  try {
    // Whoever may not look at services sees the pets all the same.
    await governing.ready;
    orFail(asAnswer(await hub.ready));
    while (!signal.aborted) {
      orFail(asAnswer(hub.refusal));
      const view = watch.look(clock.now());
      if (view === undefined) return;
      const service = governing.look();
      const pets = [...view.observed.pods.values()];
      yield { record: view.record, service, peers: peersOf(pets, watch.pods.list(), { home, service }) };
      await wakeup.wait();
    }
  } finally {
    watch.close();
  }
}

function watchGoverning(
  { namespace, serviceName }: PetHome,
  deps: ReflectorDeps,
  changed: () => void,
): { readonly ready: Promise<unknown>; readonly look: () => Governing } {
  const services = new Cache<Service>(changed);
  const query = { fieldSelector: `metadata.name=${serviceName}` };
  const { ready, ended } = new Reflector(RESOURCES.services, { namespace, query }, services, deps);
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

function asAnswer(refusal: ApiError | undefined): Answer<undefined> {
  return refusal === undefined ? { ok: true, value: undefined } : { ok: false, error: refusal };
}
