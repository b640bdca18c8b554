import type { KubeObject } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import type { Workload } from '../../model/workload.js';
import type { InformerEvent } from '../client/informer.js';
import type { Ledger } from './ledger.js';
import { chooses, controllerOf } from './ownership.js';

/**
 * Whom a change of a pod, or of a set of pods, concerns: who controls it or did, and, when nobody does, everybody who
 * might adopt it.
 */
export function ownersConcerned<T extends KubeObject>(
  owners: Ledger<T>,
  kind: string,
  asSet: (owner: T) => Workload,
  { type, object, previous }: InformerEvent<Pod | Workload>,
): T[] {
  const controlling = [object, previous].flatMap((one) => (one && ownerOf(owners, kind, one)) ?? []);
  if (type === 'DELETED' || controllerOf(object) !== undefined) return controlling;
  const { namespace = '' } = object.metadata;
  return [...controlling, ...owners.in(namespace).filter((owner) => chooses(asSet(owner).spec.selector, object))];
}

function ownerOf<T extends KubeObject>(owners: Ledger<T>, kind: string, object: KubeObject): T | undefined {
  const reference = controllerOf(object);
  if (reference?.kind !== kind) return undefined;
  const owner = owners.get(object.metadata.namespace ?? '', reference.name);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}
