import type { Candidate } from '../controller/adoption.js';
import type { FormerRevision } from '../petset/controller-revision.js';
import { claimName, claimTemplateNames, isWanted, LABELS } from '../petset/identity.js';
import type { PetSet } from '../petset/petset.js';
import { podCells } from '../petset/pod-status.js';
import { isRolledOut, strategyRollout } from '../petset/rollout.js';
import type { StatefulSet } from '../petset/statefulset.js';
import { counted } from '../render/counted.js';

/** What is known of the templates that pods are of. */
interface Templates {
  readonly status: StatefulSet['status'];
  readonly revisions: readonly FormerRevision[];
}

/** What will become of a StatefulSet and its pods, a line each. */
export function adoptionLines(set: PetSet, pods: readonly Candidate[], templates: Templates): readonly string[] {
  const { name } = set.metadata;
  const { replicas, updateStrategy } = set.spec;
  const claims = pods
    .filter(({ ordinal }) => isWanted(set.spec, ordinal))
    .flatMap(({ ordinal }) => claimTemplateNames(set).map((template) => claimName(template, name, ordinal)));
  return [
    `petset/${name} created, of ${counted(replicas, 'pet')}, updated by ${updateStrategy.type}`,
    `statefulset.apps/${name} deleted, and nothing with it`,
    ...pods.map((each) => podLine(each, set, templates)),
    ...claims.map((claim) => `persistentvolumeclaim/${claim} adopted`),
  ];
}

function podLine({ ordinal, pod }: Candidate, set: PetSet, { status, revisions }: Templates): string {
  const line = `pod/${pod.metadata.name} adopted as it is (${podCells(pod).status})`;
  if (!isWanted(set.spec, ordinal)) return `${line}, and then deleted, as it would have been`;
  const hash = pod.metadata.labels?.[LABELS.revision];
  if (hash === undefined || hash === status?.updateRevision) return line;
  const number = revisions.find(({ name }) => name === hash)?.number;
  const of = number === undefined ? 'of a template that is not known' : `of revision ${number}`;
  const wish = strategyRollout(set.spec.updateStrategy);
  const isDue = wish !== undefined && isRolledOut(wish, ordinal, set.spec);
  return `${line}, ${of}${isDue ? '; the rollout that has not come to it yet goes on' : ''}`;
}
