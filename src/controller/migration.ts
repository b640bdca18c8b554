import { type Answer, is, orFail } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { RESOURCES } from '../cluster/resource.js';
import { LABELS } from '../petset/identity.js';
import type { Pod, Served } from '../petset/kubernetes.js';
import type { UpdateStrategy } from '../petset/petset.js';
import type { PetSetRecord } from '../petset/record.js';
import { MIGRATED_ANNOTATION, POD_NAME_LABEL, type StatefulSet, statefulSetOf } from '../petset/statefulset.js';

/** The StatefulSet as it comes first: it replaces no pod until all of them are known to it. */
export function firstStatefulSet({ set, ref, owner }: PetSetRecord): StatefulSet {
  const wanted = statefulSetOf(set, ref.namespace);
  const annotations = { ...wanted.metadata.annotations, [MIGRATED_ANNOTATION]: owner.uid };
  return {
    ...wanted,
    metadata: { ...wanted.metadata, annotations },
    spec: { ...wanted.spec, updateStrategy: { type: 'OnDelete' } },
  };
}

/** Whether a StatefulSet is the one that a set became, or is about to become. */
export function isMigratedFrom({ metadata }: StatefulSet, { owner }: PetSetRecord): boolean {
  return metadata.annotations?.[MIGRATED_ANNOTATION] === owner.uid;
}

/** What a StatefulSet says of a pod that it has taken over: which of its templates it is of. */
export interface Receiver {
  readonly record: PetSetRecord;
  readonly to: Served<StatefulSet>;
  /** The hash of the set's present template, by which its pets name it. */
  readonly revision: string;
}

/** Whether the StatefulSet controller has taken a pod over. */
export function isTakenBy(pod: Pod, { metadata }: Served<StatefulSet>): boolean {
  return (
    pod.metadata.ownerReferences?.some(({ uid, controller }) => controller === true && uid === metadata.uid) ?? false
  );
}

/** Whether the StatefulSet has another template by now than when it was made, and a pod does not say yet which one it is of. */
export function isUnknowable({ metadata }: Pod, { to, revision }: Receiver): boolean {
  return (to.metadata.generation ?? 1) > 1 && metadata.labels?.[LABELS.revision] === revision;
}

/**
 * Has a pod say that it is of the present template of the StatefulSet, if it is of that of the set. Answers whether there was
 * anything to do. One that is gone by now is nobody's.
 */
export async function handOver(
  pod: Served<Pod>,
  { record, to, revision }: Receiver,
  client: Client,
): Promise<Answer<boolean>> {
  const { name, uid, labels = {} } = pod.metadata;
  const present = to.status?.updateRevision ?? '';
  const isPresent = labels[LABELS.revision] === revision || labels[LABELS.revision] === present;
  const wanted: Readonly<Record<string, string>> = {
    [POD_NAME_LABEL]: name,
    ...(isPresent && { [LABELS.revision]: present }),
  };
  const isSaid = Object.entries(wanted).every(([key, value]) => labels[key] === value);
  if (isSaid && labels[LABELS.set] === undefined) return { ok: true, value: false };
  const change = { metadata: { uid, labels: { ...wanted, [LABELS.set]: null } } };
  const named = { namespace: record.ref.namespace, name };
  const answer = await client.patch(RESOURCES.pods, named, 'strategic', change, { isRepeatable: true });
  if (answer.ok) return { ok: true, value: true };
  return is(answer.error, 'NotFound') || is(answer.error, 'Conflict') ? { ok: true, value: false } : answer;
}

/** Has the StatefulSet replace pods as the set did. Writes nothing where it does. */
export async function setStrategy(
  { metadata, spec }: Served<StatefulSet>,
  updateStrategy: UpdateStrategy,
  client: Client,
): Promise<void> {
  if (spec.updateStrategy?.type === updateStrategy.type && updateStrategy.type === 'OnDelete') return;
  const { namespace = '', name, uid } = metadata;
  const change = { metadata: { uid }, spec: { updateStrategy } };
  orFail(await client.patch(RESOURCES.statefulSets, { namespace, name }, 'merge', change, { isRepeatable: true }));
}
