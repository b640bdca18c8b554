import { cloneJson, equalJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { timestamp } from '../../platform/clock.js';
import { checkDelete } from '../admission/admission.js';
import type { Kind } from '../kinds/kind.js';
import { orderedMeta } from '../schema/ordered-meta.js';
import type { Status } from '../status/api-error.js';
import { conflict } from '../status/api-error.js';
import { readDeleteOptions } from './delete-options.js';
import type { DeleteOptions } from './delete-options.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { collectionOf, fromStored, presentObject } from './stored.js';
import { isFinished } from './finished.js';

/** DELETE of one object. */
export function remove(server: Server, request: ResourceRequest): Reply {
  const options = readDeleteOptions(request);
  const { deletionWarning } = request.kind;
  if (deletionWarning !== undefined && propagation(options) === undefined) request.warn(deletionWarning);
  return answer(request.kind, deleteObject(server, request, presentObject(server, request), options), options);
}

export interface Deletion {
  readonly object: KubeObject;
  readonly isGone: boolean;
}

/**
 * Deletes an object, or begins to: what has grace or finalizers is only marked, and goes with the last of them
 * (apiserver pkg/registry/generic/registry/store.go, Delete).
 */
export function deleteObject(
  server: Server,
  request: ResourceRequest,
  stored: KubeObject,
  options: DeleteOptions,
): Deletion {
  const { kind } = request;
  checkPreconditions(stored, options);
  checkDelete(server, request, stored);
  const marked = mark(server, kind, stored, options);
  if (marked === 'pending') return { object: stored, isGone: false };
  const draft = marked ?? stored;
  // An object without grace and finalizers goes as it is; one that was marked and is finished goes as it was marked.
  const isGone = marked === undefined || isFinished(marked);
  if (options.dryRun !== undefined && options.dryRun.length > 0) return { object: draft, isGone };
  const collection = collectionOf(server, kind);
  if (marked !== undefined && !equalJson(marked, stored)) collection.replace(marked, stored);
  return isGone ? { object: collection.remove(draft), isGone } : { object: draft, isGone };
}

/** The marked object; nothing if there is nothing to mark; 'pending' if it is Terminating with no more grace than asked. */
function mark(
  server: Server,
  kind: Kind,
  stored: KubeObject,
  options: DeleteOptions,
): KubeObject | 'pending' | undefined {
  const finalizers = finalizersAfter(kind, stored, options);
  const draft: KubeObject = cloneJson(stored);
  if (finalizers.length > 0) draft.metadata.finalizers = finalizers;
  else delete draft.metadata.finalizers;
  if (kind.beginDelete !== undefined) {
    if (stored.metadata.deletionTimestamp !== undefined) return 'pending';
    kind.beginDelete(draft, server.clock.now());
    return draft;
  }
  if (stored.metadata.deletionTimestamp !== undefined && kind.gracePeriod !== undefined) {
    const shortened = shortenGrace(server, draft, options.gracePeriodSeconds);
    if (shortened !== undefined) return shortened;
  } else if (kind.gracePeriod !== undefined) {
    setDeletion(server, draft, kind.gracePeriod(stored, positive(options.gracePeriodSeconds)));
    return draft;
  }
  const isHeld = finalizers.length > 0 || isNamespace(kind);
  if (!isHeld) return undefined;
  if (stored.metadata.deletionTimestamp === undefined) setDeletion(server, draft, 0);
  draft.metadata.deletionGracePeriodSeconds = 0;
  if (isNamespace(kind)) markNamespace(draft);
  return draft;
}

/** Custom resources may be called so, too. */
const isNamespace = ({ group, kind }: Kind): boolean => group === '' && kind === 'Namespace';

/** A negative grace period counts as one second. */
const positive = (seconds: number | undefined): number | undefined =>
  seconds !== undefined && seconds < 0 ? 1 : seconds;

function setDeletion(server: Server, draft: KubeObject, graceSeconds: number): void {
  const { generation } = draft.metadata;
  draft.metadata = orderedMeta({
    ...draft.metadata,
    generation: generation === undefined ? undefined : generation + 1,
    deletionTimestamp: timestamp(server.clock.now() + graceMs(server, graceSeconds)),
    deletionGracePeriodSeconds: graceSeconds,
  });
}

/** A grace passes as fast as the pods live that it is for. */
const graceMs = ({ speed }: Server, seconds: number): number => (seconds * 1000) / speed;

/** A namespace tells its going by its phase, and knows no grace. */
function markNamespace(draft: KubeObject): void {
  delete draft.metadata.deletionGracePeriodSeconds;
  Object.assign(draft, { status: { phase: 'Terminating' } });
}

/** Grace can only become less. Nothing: the grace is over, so that the object may go. */
function shortenGrace(
  server: Server,
  draft: KubeObject,
  asked: number | undefined,
): KubeObject | 'pending' | undefined {
  const { deletionTimestamp = '', deletionGracePeriodSeconds: grace = 0 } = draft.metadata;
  if (grace === 0) return undefined;
  const period = positive(asked);
  if (period === undefined || period >= grace) return 'pending';
  const now = server.clock.now();
  const end = Date.parse(deletionTimestamp) + graceMs(server, period - grace);
  draft.metadata.deletionTimestamp = timestamp(Math.max(end, now));
  // A grace that is over already still is a grace: whoever ends the object sees it.
  draft.metadata.deletionGracePeriodSeconds = end < now && period !== 0 ? 1 : period;
  return draft;
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** The finalizers with those that tell the garbage collector what to do with dependents. */
function finalizersAfter(kind: Kind, { metadata }: KubeObject, options: DeleteOptions): string[] {
  const present = metadata.finalizers ?? [];
  const others = present.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  const wanted =
    propagation(options) ??
    (present.includes(ORPHAN)
      ? ORPHAN
      : present.includes(FOREGROUND)
        ? FOREGROUND
        : kind.orphansByDefault === true
          ? ORPHAN
          : '');
  return wanted === '' ? others : [...others, wanted];
}

/** The finalizer that the options ask for; '' for none; nothing if they do not say. */
function propagation({ orphanDependents, propagationPolicy }: DeleteOptions): string | undefined {
  if (orphanDependents !== undefined) return orphanDependents ? ORPHAN : '';
  if (propagationPolicy === undefined) return undefined;
  return propagationPolicy === 'Orphan' ? ORPHAN : propagationPolicy === 'Foreground' ? FOREGROUND : '';
}

export function checkPreconditions({ kind, metadata }: KubeObject, { preconditions = {} }: DeleteOptions): void {
  // The server names the kind here, where other errors name the resource.
  const refuse = (words: string): Error => conflict({ group: '', plural: kind }, metadata.name, words);
  const { uid, resourceVersion } = preconditions;
  if (uid !== undefined && uid !== metadata.uid) {
    throw refuse(
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid ?? ''}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw refuse(
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion ?? ''}). The object might have been modified`,
    );
  }
}

function answer(kind: Kind, { object, isGone }: Deletion, options: DeleteOptions): Reply {
  // Accepted: the deletion goes on, and its dependents were asked for by name.
  const code = !isGone && options.orphanDependents === false ? 202 : 200;
  if (!isGone || kind.returnsDeleted === true) {
    return { form: 'object', code, kind, object: fromStored(kind, object) };
  }
  return { form: 'plain', code, body: deletedStatus(kind, object) };
}

function deletedStatus(kind: Kind, { metadata }: KubeObject): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: metadata.name,
      ...(kind.group !== '' && { group: kind.group }),
      kind: kind.plural,
      ...(metadata.uid !== undefined && { uid: metadata.uid }),
    },
  };
}
