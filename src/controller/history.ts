import { type Answer, orFail } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { everyPage } from '../cluster/every-page.js';
import { RESOURCES } from '../cluster/resource.js';
import { type Revision, revisionSelector, revisionsOf } from '../petset/history.js';
import { LABELS, petOrdinal } from '../petset/identity.js';
import { observePet } from '../petset/observed-pet.js';
import type { PetSetRecord } from '../petset/record.js';

/** Reads the revisions of a set, oldest first. Throws a `Failure` where one is broken. */
export async function readHistory(record: PetSetRecord, client: Client): Promise<Answer<readonly Revision[]>> {
  const { namespace, name } = record.ref;
  const maps = await everyPage(client, RESOURCES.configMaps, namespace, { labelSelector: revisionSelector(name) });
  return maps.ok ? { ok: true, value: revisionsOf(record, maps.value.items) } : maps;
}

/** Which pets are of which revision: by its hash their ordinals, lowest first. Throws a `Failure` where nobody may look. */
export async function petsByRevision(
  { ref, set, owner }: PetSetRecord,
  client: Client,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const query = { labelSelector: `${LABELS.set}=${ref.name}` };
  const { items } = orFail(await everyPage(client, RESOURCES.pods, ref.namespace, query));
  const pets = items.flatMap((pod) => {
    const ordinal = petOrdinal(ref.name, pod.metadata.name);
    const pet = ordinal === undefined ? undefined : observePet(pod, ordinal, { set, owner, now: 0 });
    return pet?.ownership === 'ours' ? [pet] : [];
  });
  const byRevision = new Map<string, number[]>();
  for (const { revision, ordinal } of pets.sort((a, b) => a.ordinal - b.ordinal)) {
    if (revision === undefined) continue;
    byRevision.set(revision, [...(byRevision.get(revision) ?? []), ordinal]);
  }
  return byRevision;
}
