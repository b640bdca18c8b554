import type { Served } from './kubernetes.js';
import type { RecordObject, Teardown } from './record-form.js';

/**
 * On a custom resource as long as somebody stays to keep its set: with it the pets go in order, before the record does, when it
 * is deleted with kubectl. Nobody's finalizer stays behind where nobody would see to it.
 */
export const GUARD = 'petset.dev/ordered-teardown';

/** Kubernetes' own: what the object owns is to stay, and the garbage collector is about to let go of it. */
export const ORPHAN_FINALIZER = 'orphan';

/** The finalizers of a record with our own, or without it. */
export function guarded(finalizers: readonly string[], isGuarded: boolean): readonly string[] {
  const others = finalizers.filter((each) => each !== GUARD);
  return isGuarded ? [...others, GUARD] : others;
}

/** How somebody who deletes a guarded record with kubectl wants its set to go. */
export function nativeTeardown({ metadata }: Served<RecordObject>): Teardown | undefined {
  const { finalizers = [], deletionTimestamp } = metadata;
  if (deletionTimestamp === undefined || !finalizers.includes(GUARD)) return undefined;
  return finalizers.includes(ORPHAN_FINALIZER) ? 'orphan' : 'delete';
}
