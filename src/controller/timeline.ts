import { type Answer, type ApiError, is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { everyPage } from '../cluster/every-page.js';
import { RESOURCES } from '../cluster/resource.js';
import { claimIdentity, claimTemplateNames, LABELS, petOrdinal, recordName } from '../petset/identity.js';
import type { PersistentVolumeClaim, Served } from '../petset/kubernetes.js';
import type { KubeEvent } from '../petset/kubernetes-event.js';
import { PETSET_KIND, type SetRef } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { happened } from '../petset/timeline/events.js';
import { type Remains, rowsOf } from '../petset/timeline/rows.js';
import type { Row } from '../petset/timeline/timeline.js';

/** What is left of what the pets of a set have done. */
export interface Remembered {
  readonly rows: readonly Row[];
  /** The user may not see events, which tell of what is over. */
  readonly withoutEvents: ApiError | undefined;
}

/** Asks a cluster what it remembers of the pets of a set, which need not be there any more. */
export async function remember(
  ref: SetRef,
  record: PetSetRecord | undefined,
  { client, now }: { readonly client: Client; readonly now: number },
): Promise<Answer<Remembered>> {
  const { namespace, name } = ref;
  const ofSet = { labelSelector: `${LABELS.set}=${name}` };
  const [pods, claims, events] = await Promise.all([
    everyPage(client, RESOURCES.pods, namespace, ofSet),
    everyPage(client, RESOURCES.claims, namespace, ofSet),
    everyPage(client, RESOURCES.events, namespace, {}, { isWanted: concerning(name) }),
  ]);
  if (!pods.ok) return pods;
  if (!claims.ok) return claims;
  if (!events.ok && !is(events.error, 'Forbidden')) return events;
  const remains: Remains = {
    setName: name,
    pods: pods.value.items,
    claims: claimsOfPets(claims.value.items, record),
    events: events.ok ? events.value.items.flatMap((event) => happened(event) ?? []) : [],
    now,
    minReadySeconds: record?.set.spec.minReadySeconds ?? 0,
  };
  return { ok: true, value: { rows: rowsOf(remains), withoutEvents: events.ok ? undefined : events.error } };
}

/** Events about a set, its pets, and any claims: which are the set's is known by then. */
function concerning(setName: string): (event: KubeEvent) => boolean {
  return ({ involvedObject: { kind, name = '' } = {} }) => {
    if (kind === 'Pod') return petOrdinal(setName, name) !== undefined;
    if (kind === 'ConfigMap') return name === recordName(setName);
    return kind === 'PersistentVolumeClaim' || (kind === PETSET_KIND && name === setName);
  };
}

function claimsOfPets(
  claims: readonly Served<PersistentVolumeClaim>[],
  record: PetSetRecord | undefined,
): Remains['claims'] {
  if (record === undefined) return [];
  const templates = claimTemplateNames(record.set);
  return claims.flatMap((claim) => {
    const identity = claimIdentity(record.set.metadata.name, templates, claim.metadata.name);
    return identity === undefined ? [] : [{ ordinal: identity.ordinal, claim }];
  });
}
