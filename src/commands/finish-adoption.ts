import { orFail } from '../cluster/api-error.js';
import { adoptPod, formerPods, forgetControllerRevisions, readCandidates, readHashes } from '../controller/adoption.js';
import type { PetSetRecord } from '../petset/record.js';
import { withHandover } from '../petset/record.js';
import { LABELS } from '../petset/identity.js';
import { revisionHash } from '../petset/revision.js';
import { commandFor } from './command-line.js';
import type { Job, Work } from './foreground.js';

/** The pods of a StatefulSet that is gone become pets, as what they are, and the set is left to whoever reconciles it. */
export async function finishAdoption(record: PetSetRecord, work: Work): Promise<Job | number> {
  const { session, renderer, options, leaving, world, args } = work;
  const { client } = session;
  const { ref, set, handover } = record;
  const { uid, current } = handover && 'uid' in handover ? handover : { uid: '', current: undefined };
  const hashes = await readHashes(ref, client);
  const hashOf = ({ metadata: { labels } }: { readonly metadata: PodLabels }): string | undefined =>
    hashes.get(labels?.[LABELS.revision] ?? '');
  for (const candidate of formerPods(await readCandidates(set, ref.namespace, client), set, uid)) {
    const isNew = orFail(await adoptPod(candidate, { record, formerUid: uid, hashOf }, client));
    if (isNew) renderer.result(`pod/${candidate.pod.metadata.name}`, 'adopted');
  }
  const left = await forgetControllerRevisions([...hashes.keys()], ref.namespace, client);
  const from = hashes.get(current ?? '');
  const rollout =
    from === undefined || from === revisionHash(set.spec.template) ? undefined : { from, wish: undefined };
  leaving([`to go on: ${commandFor('reconcile', ref, args)}`]);
  const ready = orFail(
    await session.records.change(ref, (present) =>
      present.handover === undefined ? undefined : withHandover(present, undefined, { rollout }),
    ),
  );
  const remarks = left.map((name) => `controllerrevision.apps/${name} left alone, you may not delete it`);
  if (options.wait) return { records: [ready], goal: { end: 'settled' }, remarks };
  world.stderr.write(`to have it kept as it should be: ${commandFor('reconcile', ref, args)}\n`);
  return 0;
}

interface PodLabels {
  readonly labels?: Readonly<Record<string, string>>;
}
