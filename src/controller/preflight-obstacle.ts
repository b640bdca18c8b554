import type { Answer } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { type Resource, RESOURCES } from '../cluster/resource.js';
import { claimTemplateNames, petOrdinal, recordName } from '../petset/identity.js';
import type { KubeObject, OwnerReference, Served } from '../petset/kubernetes.js';
import { usersBesidesPets } from '../petset/mounts.js';
import { observeClaim } from '../petset/observed-claim.js';
import { observePet } from '../petset/observed-pet.js';
import type { PetSet } from '../petset/petset.js';
import { obstacleOf } from './plan-obstacle.js';
import type { Obstacle } from './step.js';

/** The record does not exist yet, so a dry run has nobody to own its pod; no server looks this one up. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** The owner of the pets of a set that does not exist yet. */
export function futureOwner(set: PetSet): OwnerReference {
  return { apiVersion: 'v1', kind: 'ConfigMap', name: recordName(set.metadata.name), uid: NOBODY };
}

/** What would stop a set as soon as it was created; nothing if there is nothing. */
export async function obstacleToCreating(
  set: PetSet,
  namespace: string,
  client: Client,
): Promise<Answer<Obstacle | undefined>> {
  const pods = await everyOne(RESOURCES.pods, namespace, client);
  if (!pods.ok) return pods;
  const claims = await everyOne(RESOURCES.claims, namespace, client);
  if (!claims.ok) return claims;
  const { name } = set.metadata;
  // Whether a pod is healthy, which the time decides, makes no obstacle.
  const viewpoint = { set, owner: futureOwner(set), now: 0 };
  const pets = pods.value.flatMap((pod) => {
    const ordinal = petOrdinal(name, pod.metadata.name);
    return ordinal === undefined ? [] : [observePet(pod, ordinal, viewpoint)];
  });
  const users = usersBesidesPets(name, pods.value);
  const own = claims.value.flatMap((claim) => observeClaim(name, claimTemplateNames(set), claim, users) ?? []);
  const observed = {
    pods: new Map(pets.map((pet) => [pet.ordinal, pet])),
    claims: new Map(own.map((claim) => [claim.name, claim])),
    revisions: [],
  };
  return { ok: true, value: obstacleOf({ set, revision: '', clean: false, going: undefined }, observed) };
}

async function everyOne<T extends KubeObject>(
  resource: Resource<T>,
  namespace: string,
  client: Client,
): Promise<Answer<readonly Served<T>[]>> {
  const items: Served<T>[] = [];
  let next = '';
  do {
    const page = await client.page(resource, namespace, { limit: 500, continue: next });
    if (!page.ok) return page;
    items.push(...page.value.items);
    next = page.value.next;
  } while (next !== '');
  return { ok: true, value: items };
}
