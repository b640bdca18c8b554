import { createHash } from 'node:crypto';
import { LABELS, revisionName } from './identity.js';
import { isMap } from './json-edit.js';
import type { ConfigMap, Json, JsonObject, KubeObject, OwnerReference, PodTemplate } from './kubernetes.js';
import type { PetSet, SetRef } from './petset.js';

/** The number of a revision, on the config map that holds it. */
const REVISION_ANNOTATION = 'petset.dev/revision';
/** What its template is but for images, on the config map that holds a revision. */
const SHAPE_ANNOTATION = 'petset.dev/shape';
/** Kubernetes' own; `kubectl rollout history` shows it. */
export const CHANGE_CAUSE_ANNOTATION = 'kubernetes.io/change-cause';
/** kubectl's own, in a template: when a restart was last asked for. With another time it is another template. */
export const RESTARTED_ANNOTATION = 'kubectl.kubernetes.io/restartedAt';
const TEMPLATE_KEY = 'template.json';

/** Letters and digits that make no words, as Kubernetes uses for generated names (apimachinery util/rand). */
const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const HASH_LENGTH = 10;

/** A short name for a pod template: the same template has the same hash, whatever the order of its fields. */
export function revisionHash(template: PodTemplate | JsonObject): string {
  const digest = createHash('sha256').update(canonicalJson(template)).digest();
  return [...digest.subarray(0, HASH_LENGTH)].map((byte) => SAFE_ALPHABET[byte % SAFE_ALPHABET.length]).join('');
}

/**
 * A short name for all of a template but the images of its containers: where two templates have the same one, a pet of
 * the one becomes a pet of the other without being made anew.
 */
export function templateShape(template: PodTemplate): string {
  const containers = template.spec.containers.map(({ image, ...container }) => container);
  return revisionHash({ ...template, spec: { ...template.spec, containers } });
}

/** The config map that remembers the set's present template under its hash. It is owned by the set's record. */
export function newRevision(
  set: PetSet,
  { namespace, name }: SetRef,
  number: number,
  owner: OwnerReference,
): ConfigMap {
  const { template } = set.spec;
  const hash = revisionHash(template);
  const cause = changeCause(set);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: revisionName(name, hash),
      namespace,
      labels: { [LABELS.record]: 'revision', [LABELS.set]: name, [LABELS.revision]: hash },
      annotations: {
        [REVISION_ANNOTATION]: String(number),
        [SHAPE_ANNOTATION]: templateShape(template),
        ...(cause !== undefined && { [CHANGE_CAUSE_ANNOTATION]: cause }),
      },
      ownerReferences: [owner],
    },
    immutable: true,
    data: { [TEMPLATE_KEY]: canonicalJson(template) },
  };
}

/** What is to be changed in the metadata of a revision that becomes the newest one. */
export function renumbering(number: number, cause: string | undefined): Readonly<Record<string, string | null>> {
  return { [REVISION_ANNOTATION]: String(number), [CHANGE_CAUSE_ANNOTATION]: cause ?? null };
}

/** Why the set has the template that it has, in the words of whoever changed it. */
export function changeCause({ metadata }: Pick<KubeObject, 'metadata'>): string | undefined {
  return metadata.annotations?.[CHANGE_CAUSE_ANNOTATION];
}

/** The shape of a revision's template; nothing for one that somebody else has made. */
export function revisionShape({ metadata }: ConfigMap): string | undefined {
  return metadata.annotations?.[SHAPE_ANNOTATION];
}

/** The template that a revision holds; nothing where somebody has broken it. */
export function revisionTemplate({ data }: ConfigMap): PodTemplate | undefined {
  const text = data?.[TEMPLATE_KEY];
  if (text === undefined) return undefined;
  try {
    const template: unknown = JSON.parse(text);
    return isMap(template) && isMap(template.spec) ? (template as unknown as PodTemplate) : undefined;
  } catch {
    return undefined;
  }
}

/** JSON that is the same for the same value, whatever the order of its fields. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, child: Json) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)))
      : child,
  );
}

/** The number of a revision; 0 for a config map that holds none, or one to which one more cannot be added. */
export function revisionNumber({ metadata }: ConfigMap): number {
  const written = metadata.annotations?.[REVISION_ANNOTATION] ?? '';
  return /^\d{1,15}$/.test(written) ? Number(written) : 0;
}

/** The annotations that say which revision something is of. */
export function changeAnnotations(revision: {
  readonly number: number;
  readonly cause: string | undefined;
}): Readonly<Record<string, string>> {
  const { number, cause } = revision;
  return { [REVISION_ANNOTATION]: String(number), ...(cause !== undefined && { [CHANGE_CAUSE_ANNOTATION]: cause }) };
}
