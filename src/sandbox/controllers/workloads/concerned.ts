import type { KubeObject } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import type { Workload } from '../../model/workload.js';
import type { InformerEvent } from '../client/informer.js';
import type { Ledger } from './ledger.js';
import { chooses, controllerOf } from './ownership.js';

/** Whom a change of a pod concerns: who controls it or did, and, when nobody does, everybody who might adopt it. */
export function ownersConcerned(owners: Ledger<Workload>, kind: string, event: InformerEvent<Pod>): Workload[] {
  const { type, object, previous } = event;
  const controlling = [object, previous].flatMap((pod) => (pod && ownerOf(owners, kind, pod)) ?? []);
  if (type === 'DELETED' || controllerOf(object) !== undefined) return controlling;
  const { namespace = '' } = object.metadata;
  return [...controlling, ...owners.in(namespace).filter(({ spec }) => chooses(spec.selector, object))];
}

function ownerOf(owners: Ledger<Workload>, kind: string, object: KubeObject): Workload | undefined {
  const reference = controllerOf(object);
  if (reference?.kind !== kind) return undefined;
  const owner = owners.get(object.metadata.namespace ?? '', reference.name);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}
