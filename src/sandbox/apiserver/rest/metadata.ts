import type { KubeObject, ObjectMeta } from '../../model/meta.js';
import { timestamp } from '../../platform/clock.js';
import type { Kind } from '../kinds/kind.js';
import { orderedMeta } from '../schema/ordered-meta.js';
import { badRequest } from '../status/api-error.js';
import type { ResourceRequest, Server } from '../request/request.js';

/** How many characters `generateName` appends, and the longest name that leaves room for them. */
const SUFFIX_LENGTH = 5;
const LONGEST_PREFIX = 63 - SUFFIX_LENGTH;

/** Gives a new object what only the server gives: identity and time. */
export function fillNewMeta(server: Server, kind: Kind, draft: KubeObject): void {
  const { metadata } = draft;
  draft.metadata = orderedMeta({
    ...metadata,
    name: (metadata.name || undefined) ?? generatedName(server, metadata.generateName),
    uid: server.random.uid(),
    // Keeps its place until the storage fills it in.
    resourceVersion: '',
    generation: kind.countsGenerations === true ? 1 : undefined,
    creationTimestamp: timestamp(server.clock.now()),
    deletionTimestamp: undefined,
    deletionGracePeriodSeconds: undefined,
  });
}

/** A prefix and a suffix that nobody has; without a prefix there is no name. */
function generatedName(server: Server, prefix: string | undefined): string {
  return prefix === undefined ? '' : prefix.slice(0, LONGEST_PREFIX) + server.random.suffix(SUFFIX_LENGTH);
}

/** Puts the namespace of the request on a draft; a draft that names another one is refused. */
export function settleNamespace({ kind, namespace }: ResourceRequest, draft: KubeObject): void {
  const given = draft.metadata.namespace ?? '';
  if (!kind.namespaced) {
    delete draft.metadata.namespace;
    return;
  }
  if (given !== '' && given !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  draft.metadata.namespace = namespace;
}

/** The name of an update must be that of its URL. */
export function settleName({ name }: ResourceRequest, draft: KubeObject): void {
  const given = (draft.metadata as Partial<ObjectMeta>).name ?? '';
  if (given === '') {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  if (given !== name) {
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  }
}

/**
 * Completes the metadata of an update from the present object: what may be left out, and what cannot be taken away
 * (apimachinery pkg/api/validation, ValidateObjectMetaAccessorUpdate).
 */
export function settleUpdateMeta(draft: KubeObject, { metadata: was }: KubeObject): void {
  const { metadata } = draft;
  draft.metadata = orderedMeta({
    ...metadata,
    uid: metadata.uid ?? was.uid,
    resourceVersion: was.resourceVersion,
    generation: was.generation,
    creationTimestamp: metadata.creationTimestamp ?? was.creationTimestamp,
    deletionTimestamp: was.deletionTimestamp ?? metadata.deletionTimestamp,
    deletionGracePeriodSeconds: metadata.deletionGracePeriodSeconds ?? was.deletionGracePeriodSeconds,
  });
}
