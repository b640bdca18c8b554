import type { KubeObject, ObjectMeta } from '../../model/meta.js';
import { timestamp } from '../../platform/clock.js';
import type { Kind } from '../kinds/kind.js';
import { badRequest } from '../status/api-error.js';
import type { ResourceRequest, Server } from '../request/request.js';

/** How many characters `generateName` appends, and the longest name that leaves room for them. */
const SUFFIX_LENGTH = 5;
const LONGEST_PREFIX = 63 - SUFFIX_LENGTH;

/** Gives a new object what only the server gives: identity and time; in the order in which fields are written. */
export function fillNewMeta(server: Server, kind: Kind, draft: KubeObject): void {
  const { name, generateName, namespace, ...given } = draft.metadata;
  draft.metadata = {
    name: (name || undefined) ?? generatedName(server, generateName),
    ...(generateName !== undefined && { generateName }),
    ...(namespace !== undefined && { namespace }),
    uid: server.random.uid(),
    resourceVersion: '',
    ...(kind.countsGenerations === true && { generation: 1 }),
    creationTimestamp: timestamp(server.clock.now()),
    ...withoutServerFields(given),
  };
}

/** The name that was given; a decoded draft may have none. */
function generatedName(server: Server, prefix: string | undefined): string {
  return prefix === undefined ? '' : prefix.slice(0, LONGEST_PREFIX) + server.random.suffix(SUFFIX_LENGTH);
}

type GivenMeta = Omit<ObjectMeta, 'name' | 'generateName' | 'namespace'>;

function withoutServerFields(meta: GivenMeta & { managedFields?: unknown; selfLink?: unknown }): GivenMeta {
  const { uid, resourceVersion, generation, creationTimestamp, deletionTimestamp, ...rest } = meta;
  const { deletionGracePeriodSeconds, managedFields, selfLink, ...given } = rest;
  return given;
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
export function settleUpdateMeta(draft: KubeObject, present: KubeObject): void {
  const { name, generateName, namespace, uid, creationTimestamp, ...given } = draft.metadata;
  const { deletionTimestamp, deletionGracePeriodSeconds, ...rest } = given;
  const was = present.metadata;
  const deletion = was.deletionTimestamp ?? deletionTimestamp;
  const grace = deletionGracePeriodSeconds ?? was.deletionGracePeriodSeconds;
  const { managedFields, selfLink, ...kept } = rest as typeof rest & { managedFields?: unknown; selfLink?: unknown };
  delete kept.resourceVersion;
  delete kept.generation;
  draft.metadata = {
    name,
    ...(generateName !== undefined && { generateName }),
    ...(namespace !== undefined && { namespace }),
    uid: uid ?? was.uid ?? '',
    resourceVersion: was.resourceVersion ?? '',
    ...(was.generation !== undefined && { generation: was.generation }),
    creationTimestamp: creationTimestamp ?? was.creationTimestamp ?? '',
    ...(deletion !== undefined && { deletionTimestamp: deletion }),
    ...(grace !== undefined && { deletionGracePeriodSeconds: grace }),
    ...kept,
  };
}
