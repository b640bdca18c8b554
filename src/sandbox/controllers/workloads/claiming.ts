import type { KubeObject } from '../../model/meta.js';
import { isNotFound } from '../client/client.js';
import type { Client } from '../client/client.js';
import type { Resource } from '../client/resource.js';
import { TryLater } from '../client/work-queue.js';
import type { Ledger } from './ledger.js';
import { claimingOf, controllerReference, ownersPatch } from './ownership.js';

/**
 * Adopts the orphans that fit an owner and lets go what does not fit it any more; what is its own afterwards. Before
 * it adopts, the server is asked whether the owner is still the one in the cache, and stays.
 */
export async function claim<O extends KubeObject, T extends KubeObject>(
  { client, resource, ledger }: { client: Client; resource: Resource<O>; ledger: Ledger<T> },
  owner: O,
  candidates: readonly T[],
  fits: (object: T) => boolean,
): Promise<T[]> {
  const owned: T[] = [];
  let isOwnerKnown = false;
  for (const object of candidates) {
    const claiming = claimingOf(owner, object, fits(object));
    if (claiming === 'own') owned.push(object);
    if (claiming === 'release') await tolerate(release(ledger, owner, object));
    if (claiming !== 'adopt') continue;
    if (!isOwnerKnown) await recheck(client, resource, owner);
    isOwnerKnown = true;
    const owners = [...(object.metadata.ownerReferences ?? []), controllerReference(owner)];
    const adopted = await tolerate(ledger.patch(object, ownersPatch(object, owners)));
    if (adopted !== undefined) owned.push(adopted);
  }
  return owned;
}

function release<T extends KubeObject>(ledger: Ledger<T>, owner: KubeObject, object: T): Promise<T> {
  const others = object.metadata.ownerReferences?.filter(({ uid }) => uid !== owner.metadata.uid) ?? [];
  return ledger.patch(object, ownersPatch(object, others));
}

async function recheck<O extends KubeObject>(client: Client, resource: Resource<O>, owner: O): Promise<void> {
  const { namespace = '', name, uid } = owner.metadata;
  const { metadata } = await client.get(resource, namespace, name);
  if (metadata.uid !== uid) throw new TryLater(`another ${owner.kind} ${name} took its place`);
  if (metadata.deletionTimestamp !== undefined) throw new TryLater(`${owner.kind} ${name} is being deleted`);
}

/** What is gone already need not be claimed. */
async function tolerate<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
