import { asJson, equalJson, isObject } from '../../../model/json.js';
import type { Json } from '../../../model/json.js';
import type { Pod, PodTemplate } from '../../../model/pod.js';
import type { ControllerRevision, Workload } from '../../../model/workload.js';
import { goJson, shortHash } from '../hash.js';
import { controllerReference } from '../ownership.js';
import { revisionOf } from './identity.js';

/** The history of a set, in which each revision is a patch that brings a template back (kubernetes pkg/controller/history). */

const HASH = 'controller.kubernetes.io/hash';

/** From the oldest on. */
export const inOrder = (revisions: readonly ControllerRevision[]): ControllerRevision[] =>
  revisions.toSorted(
    (a, b) =>
      a.revision - b.revision ||
      (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '', 'en') ||
      a.metadata.name.localeCompare(b.metadata.name, 'en'),
  );

/** What is kept of a set. */
const dataOf = ({ spec }: Workload): Json => ({ spec: { template: { ...asJson(spec.template), $patch: 'replace' } } });

export const nameOf = (set: Workload, collisions: number): string => `${set.metadata.name}-${hashOf(set, collisions)}`;

const hashOf = (set: Workload, collisions: number): string => shortHash(goJson(dataOf(set)) + String(collisions));

export const isOf = (set: Workload, { data }: ControllerRevision): boolean => equalJson(data, dataOf(set));

export function newRevision(set: Workload, revision: number, collisions: number): ControllerRevision {
  const { annotations = {}, namespace = '' } = set.metadata;
  const hash = hashOf(set, collisions);
  return {
    kind: 'ControllerRevision',
    apiVersion: 'apps/v1',
    metadata: {
      name: nameOf(set, collisions),
      namespace,
      labels: { ...set.spec.template.metadata.labels, [HASH]: hash },
      annotations,
      ownerReferences: [controllerReference(set)],
    },
    data: dataOf(set),
    revision,
  };
}

/** What is to be done for the history to end with the present template. */
export type NextRevision =
  | { readonly need: 'nothing'; readonly update: ControllerRevision }
  | { readonly need: 'number'; readonly update: ControllerRevision; readonly revision: number }
  | { readonly need: 'new'; readonly revision: number };

/** A template of old that is wanted again gets a new number, and no second revision. */
export function nextRevision(set: Workload, revisions: readonly ControllerRevision[]): NextRevision {
  const last = revisions.at(-1);
  const revision = (last?.revision ?? 0) + 1;
  const equal = revisions.findLast((one) => isOf(set, one));
  if (equal === undefined) return { need: 'new', revision };
  return equal === last ? { need: 'nothing', update: equal } : { need: 'number', update: equal, revision };
}

/** The template that a revision keeps; that of the set where it keeps none. */
export function templateOf(set: Workload, { data }: ControllerRevision): PodTemplate {
  const spec = isObject(data) && isObject(data.spec) ? data.spec : {};
  if (!isObject(spec.template)) return set.spec.template;
  const { $patch: _, ...template } = spec.template;
  // What a revision of this set keeps is a template of this set.
  return template as object as PodTemplate;
}

/** The oldest revisions that nobody has any more, above what the set is to remember. */
export function forgotten(
  set: Workload,
  revisions: readonly ControllerRevision[],
  pods: readonly Pod[],
  live: readonly ControllerRevision[],
): ControllerRevision[] {
  const names = new Set([...live.map(({ metadata }) => metadata.name), ...pods.map(revisionOf)]);
  const past = revisions.filter(({ metadata }) => !names.has(metadata.name));
  const limit = set.spec.revisionHistoryLimit ?? 10;
  return limit < 0 ? [] : past.slice(0, Math.max(0, past.length - limit));
}
