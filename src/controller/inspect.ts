import { is, orFail } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { ReflectorDeps } from '../cluster/reflector.js';
import { RESOURCES } from '../cluster/resource.js';
import type { PetSetRecord } from '../petset/record.js';
import { Hub } from './hub.js';
import { SetWatch, type View } from './set-watch.js';

/** One look at all that concerns a set; nothing when it is gone. Throws a `Failure` when the server refuses to show it. */
export function inspect(record: PetSetRecord, deps: Omit<ReflectorDeps, 'signal'>): Promise<View | undefined> {
  return look(record, deps, (watch, now) => watch.look(now));
}

/** The same, as if the record were this one: whether there is one, and what it says. */
export function inspectAs(record: PetSetRecord, deps: Omit<ReflectorDeps, 'signal'>): Promise<View> {
  return look(record, deps, (watch, now) => watch.lookAs(record, now));
}

async function look<T>(
  record: PetSetRecord,
  deps: Omit<ReflectorDeps, 'signal'>,
  see: (watch: SetWatch, now: number) => T,
): Promise<T> {
  const watching = new AbortController();
  const once = { signal: watching.signal, isHurried: true };
  try {
    const { namespace, name } = record.ref;
    const hub = new Hub({ namespace, names: [name], forms: [record.form] }, { ...deps, ...once });
    const watch = new SetWatch(record, hub, () => undefined);
    const refusal = await hub.ready;
    if (refusal !== undefined) orFail({ ok: false, error: refusal });
    return see(watch, deps.clock.now());
  } finally {
    watching.abort();
  }
}

/** What becomes of a volume when its claim goes: `Delete` or `Retain`; nothing where the user may not know (the role `edit` may not). */
export async function reclaimPolicies(
  client: Client,
  volumes: readonly string[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const policies = new Map<string, string | undefined>();
  for (const name of volumes) {
    const answer = await client.get(RESOURCES.volumes, '', name);
    if (!answer.ok && is(answer.error, 'Forbidden')) break;
    if (answer.ok) policies.set(name, answer.value.spec.persistentVolumeReclaimPolicy);
  }
  return policies;
}
