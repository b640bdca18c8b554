import { createHash } from 'node:crypto';
import type { ConfigMap, Json, JsonObject, OwnerReference, PodTemplate } from './kubernetes.js';
import { LABELS, revisionName } from './identity.js';
import type { PetSet, SetRef } from './petset.js';

/** The number of a revision, on the config map that holds it. */
const REVISION_ANNOTATION = 'petset.dev/revision';
const TEMPLATE_KEY = 'template.json';

/** Letters and digits that make no words, as Kubernetes uses for generated names (apimachinery util/rand). */
const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const HASH_LENGTH = 10;

/** A short name for a pod template: the same template has the same hash, whatever the order of its fields. */
export function revisionHash(template: PodTemplate | JsonObject): string {
  const digest = createHash('sha256').update(canonicalJson(template)).digest();
  return [...digest.subarray(0, HASH_LENGTH)].map((byte) => SAFE_ALPHABET[byte % SAFE_ALPHABET.length]).join('');
}

/** The config map that remembers the set's present template under its hash. It is owned by the set's record. */
export function newRevision(
  set: PetSet,
  { namespace, name }: SetRef,
  number: number,
  owner: OwnerReference,
): ConfigMap {
  const hash = revisionHash(set.spec.template);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: revisionName(name, hash),
      namespace,
      labels: { [LABELS.record]: 'revision', [LABELS.set]: name, [LABELS.revision]: hash },
      annotations: { [REVISION_ANNOTATION]: String(number) },
      ownerReferences: [owner],
    },
    immutable: true,
    data: { [TEMPLATE_KEY]: canonicalJson(set.spec.template) },
  };
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, child: Json) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)))
      : child,
  );
}

/** The number of a revision; 0 for a config map that holds none. */
export function revisionNumber({ metadata }: ConfigMap): number {
  return Number(metadata.annotations?.[REVISION_ANNOTATION] ?? 0) || 0;
}
