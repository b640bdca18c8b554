import type { Answer } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { everyPage } from '../cluster/every-page.js';
import { RESOURCES } from '../cluster/resource.js';
import { recordName } from '../petset/identity.js';
import type { OwnerReference } from '../petset/kubernetes.js';
import type { PetSet } from '../petset/petset.js';
import { NOBODY } from '../petset/record.js';
import { observe } from './observe.js';
import type { Desired } from './observed.js';
import { obstacleOf } from './plan-obstacle.js';
import type { Obstacle } from './step.js';

/** The owner of the pets of a set that does not exist yet. */
export function futureOwner(set: PetSet): OwnerReference {
  return { apiVersion: 'v1', kind: 'ConfigMap', name: recordName(set.metadata.name), uid: NOBODY };
}

function futureSet(set: PetSet): Desired {
  const nothing = { recorded: undefined, rollout: undefined, teardown: undefined, going: undefined };
  return { set, record: '', revision: '', paused: false, replacements: [], ...nothing };
}

/** What would stop a set as soon as it was created; nothing if there is nothing. */
export async function obstacleToCreating(
  set: PetSet,
  namespace: string,
  client: Client,
): Promise<Answer<Obstacle | undefined>> {
  const pods = await everyPage(client, RESOURCES.pods, namespace);
  if (!pods.ok) return pods;
  const claims = await everyPage(client, RESOURCES.claims, namespace);
  if (!claims.ok) return claims;
  // Whether a pod is healthy, which the time decides, makes no obstacle.
  const viewpoint = { set, owner: futureOwner(set), now: 0 };
  const observed = observe({ pods: pods.value.items, claims: claims.value.items, revisions: [] }, viewpoint);
  return { ok: true, value: obstacleOf(futureSet(set), observed) };
}
