import type { KubeObject } from '../../model/meta.js';
import { collectionName } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import { notFound } from '../status/api-error.js';
import type { Collection } from '../storage/collection.js';
import type { ResourceRequest, Server } from '../request/request.js';

export const collectionOf = ({ store }: Server, kind: Kind): Collection => store.collection(collectionName(kind));

/** The object that a request names, as it is stored. */
export function presentObject(server: Server, { kind, namespace, name }: ResourceRequest): KubeObject {
  const present = collectionOf(server, kind).get(namespace, name);
  if (present === undefined) throw notFound(kind, name);
  return present;
}

/** Between a kind and the kind that stores it, which nearly always are one. */
export const toStored = (kind: Kind, object: KubeObject): KubeObject => kind.storedAs?.toStored(object) ?? object;

export const fromStored = (kind: Kind, object: KubeObject): KubeObject => kind.storedAs?.fromStored(object) ?? object;
