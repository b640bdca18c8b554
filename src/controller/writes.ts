import { type Answer, type ApiError, is, isOfAnother } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Clock } from '../cluster/clock.js';
import { RESOURCES, type Resource } from '../cluster/resource.js';
import type { Store } from '../cluster/store.js';
import type { DeleteOptions, PatchOptions } from '../cluster/write-options.js';
import type { KubeObject, Pod, Served } from '../petset/kubernetes.js';
import { PETSET_KIND } from '../petset/petset.js';

/**
 * What became of a write:
 * - `done`
 * - `news`: the cluster is not as it was thought to be, and why we say so; the stores know better now
 * - `refused`: the server does not want it
 */
export type Result =
  | { readonly kind: 'done' }
  | { readonly kind: 'news'; readonly error: ApiError }
  | { readonly kind: 'refused'; readonly error: ApiError };

const DONE: Result = { kind: 'done' };
/** Kinds whose patches say all of a list, where they say anything of it: a server knows no other patch of a custom resource. */
const MERGED: ReadonlySet<string> = new Set(['ConfigMap', PETSET_KIND]);

export interface WriteDeps {
  readonly client: Client;
  readonly clock: Clock;
}

/** A kind of object, and where it is remembered what is known of it. */
export interface Shelf<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly store: Store<T>;
}

export interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** A change of an object; the uid in it is its precondition. */
export interface UidPatch {
  readonly metadata: { readonly uid: string } & Readonly<Record<string, unknown>>;
  readonly spec?: object;
  readonly status?: object;
}

/** Creates an object. One that is there already is news. */
export async function create<T extends KubeObject>(deps: WriteDeps, shelf: Shelf<T>, object: T): Promise<Result> {
  const { namespace = '', name = '' } = object.metadata;
  const answer = await deps.client.create(shelf.resource, object);
  return taken(answer, isThere, { namespace, name }, deps, shelf);
}

/** Writes an object back. One that somebody else has changed or deleted meanwhile is news. */
export async function update<T extends KubeObject>(deps: WriteDeps, shelf: Shelf<T>, object: T): Promise<Result> {
  const { namespace = '', name = '' } = object.metadata;
  const answer = await deps.client.update(shelf.resource, object);
  return taken(answer, isOfAnother, { namespace, name }, deps, shelf);
}

/** Changes a few fields of an object. */
export async function patch<T extends KubeObject>(
  deps: WriteDeps,
  shelf: Shelf<T>,
  named: Named,
  change: UidPatch,
  options: Pick<PatchOptions, 'subresource'> = {},
): Promise<Result> {
  const type = MERGED.has(shelf.resource.kind) ? 'merge' : 'strategic';
  const answer = await deps.client.patch(shelf.resource, named, type, change, options);
  return taken(answer, isOfAnother, named, deps, shelf);
}

/** Deletes an object, and no other one of its name. */
export async function remove<T extends KubeObject>(
  deps: WriteDeps,
  shelf: Shelf<T>,
  { namespace, name, uid }: Named & { readonly uid: string },
  options: Omit<DeleteOptions, 'uid'> = {},
): Promise<Result> {
  const answer = await deps.client.delete(shelf.resource, { namespace, name }, { uid, ...options });
  if (!answer.ok) return missed(answer.error, { namespace, name }, deps, shelf);
  const known = shelf.store.get(namespace, name);
  if (known?.metadata.uid === uid) shelf.store.deletionAccepted(known, answer.value, isoTime(deps.clock));
  return DONE;
}

/** Deletes a pod as far as disruption budgets allow, and no other one of its name. */
export async function evict(
  deps: WriteDeps,
  store: Store<Pod>,
  { namespace, name, uid }: Named & { readonly uid: string },
): Promise<Result> {
  const answer = await deps.client.evict({ namespace, name, uid });
  if (!answer.ok) return missed(answer.error, { namespace, name }, deps, { resource: RESOURCES.pods, store });
  const known = store.get(namespace, name);
  if (known?.metadata.uid === uid) store.deletionAccepted(known, known, isoTime(deps.clock));
  return DONE;
}

const isThere = (error: ApiError): boolean => is(error, 'AlreadyExists');

async function taken<T extends KubeObject>(
  answer: Answer<Served<T>>,
  isNews: (error: ApiError) => boolean,
  named: Named,
  deps: WriteDeps,
  shelf: Shelf<T>,
): Promise<Result> {
  if (answer.ok) {
    shelf.store.written(answer.value);
    return DONE;
  }
  const { error } = answer;
  return isNews(error) ? learn(error, named, deps, shelf) : { kind: 'refused', error };
}

function missed<T extends KubeObject>(
  error: ApiError,
  named: Named,
  deps: WriteDeps,
  shelf: Shelf<T>,
): Promise<Result> | Result {
  return isOfAnother(error) ? learn(error, named, deps, shelf) : { kind: 'refused', error };
}

/** Reads one object whose state surprised us into its store. */
async function learn<T extends KubeObject>(
  surprise: ApiError,
  { namespace, name }: Named,
  { client }: WriteDeps,
  { resource, store }: Shelf<T>,
): Promise<Result> {
  const answer = await client.get(resource, namespace, name);
  if (answer.ok) store.read(answer.value);
  else if (is(answer.error, 'NotFound')) {
    const known = store.get(namespace, name);
    if (known !== undefined) store.gone(known);
  } else return { kind: 'refused', error: answer.error };
  return { kind: 'news', error: surprise };
}

function isoTime(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
