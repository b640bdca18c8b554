import { asKubeObject, documentFailure, type Manifest } from '../cluster/manifests.js';
import { Failure } from '../petset/failure.js';
import { forbidden } from '../petset/field-error.js';
import { getIn } from '../petset/json-edit.js';
import type { KubeObject } from '../petset/kubernetes.js';
import { PETSET_API_VERSION, PETSET_KIND, type PetSet } from '../petset/petset.js';
import { readPetSet } from '../petset/read-petset.js';
import { translated } from './translated.js';

/** A set that a file asks for. */
export interface SetWish {
  readonly set: PetSet;
  readonly namespace: string;
  readonly manifest: Manifest;
}

/** Any other object that a file asks for. */
export interface DocumentWish {
  readonly document: KubeObject;
  readonly manifest: Manifest;
}

/** What files ask for, checked as far as it can be without a server. */
export interface Wishes {
  readonly sets: readonly SetWish[];
  readonly documents: readonly DocumentWish[];
  /** What was translated from 2016: what became what, and where. */
  readonly notes: readonly string[];
}

export interface NamespaceChoice {
  readonly namespace: string;
  /** The user named it on the command line; then no document may be of another one. */
  readonly isExplicit: boolean;
}

/**
 * Takes manifests for what they mean; namespaces come before what may be in them. Throws one `Failure` with all that is
 * wrong in any of them, and `nothing` to say that this was all.
 */
export function readWishes(manifests: readonly Manifest[], choice: NamespaceChoice, nothing: string): Wishes {
  const failures: string[] = [];
  const sets: SetWish[] = [];
  const documents: DocumentWish[] = [];
  const notes: string[] = [];
  for (const written of manifests) {
    try {
      const manifest = translated(written, choice);
      notes.push(...manifest.notes);
      checkNamespace(manifest, choice);
      if (isPetSet(manifest)) sets.push(setWish(manifest, choice));
      else documents.push({ document: asKubeObject(manifest), manifest });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error.message);
    }
  }
  failures.push(...repeatedSets(sets));
  if (failures.length > 0) throw new Failure(failures.join('\n'), { next: [nothing] });
  return { sets, documents: [...documents].sort(namespacesFirst), notes };
}

/** Sorting leaves the others in their order. */
function namespacesFirst({ document: one }: DocumentWish, { document: other }: DocumentWish): number {
  return Number(other.kind === 'Namespace') - Number(one.kind === 'Namespace');
}

function isPetSet({ document }: Manifest): boolean {
  return document.apiVersion === PETSET_API_VERSION && document.kind === PETSET_KIND;
}

function setWish(manifest: Manifest, { namespace }: NamespaceChoice): SetWish {
  const read = readPetSet(manifest.document);
  if (!read.ok) throw documentFailure(read.errors, manifest.where);
  return { set: read.set, namespace: read.set.metadata.namespace ?? namespace, manifest };
}

function checkNamespace({ document, where }: Manifest, { namespace, isExplicit }: NamespaceChoice): void {
  const own = getIn(document, ['metadata', 'namespace']);
  if (!isExplicit || typeof own !== 'string' || own === namespace) return;
  const why = `the namespace from the provided object "${own}" does not match the namespace "${namespace}". You must pass '--namespace=${own}' to perform this operation.`;
  throw documentFailure([forbidden(['metadata', 'namespace'], why)], where);
}

function repeatedSets(sets: readonly SetWish[]): readonly string[] {
  const seen = new Set<string>();
  return sets.flatMap(({ set, namespace, manifest }) => {
    const key = `${namespace}/${set.metadata.name}`;
    const isRepeated = seen.has(key);
    seen.add(key);
    return isRepeated
      ? [`error: ${manifest.where(['metadata', 'name'])}: petset/${set.metadata.name} is there twice`]
      : [];
  });
}
