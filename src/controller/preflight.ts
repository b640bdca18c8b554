import { type Answer, type ApiError, is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import { isOverQuota } from '../cluster/quota.js';
import { RESOURCES } from '../cluster/resource.js';
import { type FieldPath, parsePath } from '../petset/field-error.js';
import { isWanted, wantedOrdinals } from '../petset/identity.js';
import type { KubeObject, Pod } from '../petset/kubernetes.js';
import { overrideHash, templateFields } from '../petset/overrides.js';
import { newClaim, newPet } from '../petset/pet.js';
import type { PetSet } from '../petset/petset.js';
import { revisionHash } from '../petset/revision.js';
import { futureOwner } from './preflight-obstacle.js';

/** What a server has against a set before anything of it exists, and the fields of the set's document that are to blame. */
export interface Objection {
  readonly error: ApiError;
  readonly paths: readonly FieldPath[];
}

/**
 * Has the server try, without making them, the first pod that is as the template says, its claims, and then every wanted pod
 * that has something of its own. Answers with all that it has against them; what it has against the template is not
 * told again for every pod.
 */
export async function objectionsTo(set: PetSet, namespace: string, client: Client): Promise<readonly Objection[]> {
  const { plain, overridden } = ordinalsToTry(set);
  const firsts = [
    ...(plain === undefined ? [] : [await tryPet(set, plain, namespace, client)]),
    ...(await tryFirstClaims(set, namespace, client)),
  ].flatMap(objections);
  if (firsts.length > 0) return firsts;
  return (await Promise.all(overridden.map((ordinal) => tryPet(set, ordinal, namespace, client)))).flatMap(objections);
}

/**
 * The same for a set that is there and is to become another: where its template stays, only pods are tried that have
 * something of their own and are wanted only now, or have that only now.
 */
export async function objectionsToChange(
  before: PetSet,
  set: PetSet,
  namespace: string,
  client: Client,
): Promise<readonly Objection[]> {
  const isNewTemplate = revisionHash(before.spec.template) !== revisionHash(set.spec.template);
  const found = isNewTemplate
    ? await objectionsTo(set, namespace, client)
    : (
        await Promise.all(newlyOverridden(before, set).map((ordinal) => tryPet(set, ordinal, namespace, client)))
      ).flatMap(objections);
  // There may be no room for one pod more; but a pet of before goes before the new one comes.
  return found.filter(({ error }) => !isOverQuota(error));
}

function newlyOverridden({ spec: before }: PetSet, set: PetSet): readonly number[] {
  return ordinalsToTry(set).overridden.filter(
    (ordinal) => !isWanted(before, ordinal) || overrideHash(before, ordinal) !== overrideHash(set.spec, ordinal),
  );
}

function objections({ answer, translate }: Trial): readonly Objection[] {
  return answer.ok ? [] : [{ error: answer.error, paths: blamedFields(answer.error).flatMap(translate) }];
}

/** The first ordinal that has nothing of its own, and the wanted ones that have. A set of no pets yet will have some. */
function ordinalsToTry({ spec }: PetSet): {
  readonly plain: number | undefined;
  readonly overridden: readonly number[];
} {
  const isOverridden = (ordinal: number): boolean => overrideHash(spec, ordinal) !== undefined;
  const { overrides } = spec.ordinals;
  const overridden = overrides
    .map(({ ordinal }) => ordinal)
    .filter((each) => isOverridden(each) && isWanted(spec, each));
  for (const ordinal of wantedOrdinals({ ...spec, replicas: spec.replicas || overrides.length + 1 })) {
    if (!isOverridden(ordinal)) return { plain: ordinal, overridden };
  }
  return { plain: undefined, overridden };
}

/** How many names a pod is tried under whose own is taken. */
const OTHER_NAMES = 3;

interface Trial {
  readonly answer: Answer<unknown>;
  /** From a field of the object that was tried to the fields of the set's document that it came from. */
  readonly translate: (path: FieldPath) => readonly FieldPath[];
}

async function tryPet(set: PetSet, ordinal: number, namespace: string, client: Client): Promise<Trial> {
  const birth = { namespace, ordinal, revision: 'dry-run', owner: futureOwner(set) };
  const pod = newPet(set, birth);
  const tryAs = (one: Pod): Promise<Answer<unknown>> => client.create(RESOURCES.pods, one, { dryRun: true });
  let answer = await tryAs(pod);
  for (let name = 1; isTaken(answer) && name <= OTHER_NAMES; name++) answer = await tryAs(underAnotherName(pod));
  return {
    answer,
    translate: (path) =>
      templateFields(set.spec, ordinal, withoutClaimVolumes(path, set.spec.volumeClaimTemplates.length)),
  };
}

function isTaken(answer: Answer<unknown>): boolean {
  return !answer.ok && is(answer.error, 'AlreadyExists');
}

/** The server makes up the rest of the name; that it is taken too is no word about the pod. */
function underAnotherName(pod: Pod): Pod {
  const { name, ...metadata } = pod.metadata;
  return { ...pod, metadata: { ...metadata, generateName: `${name ?? ''}-` } };
}

/** The volumes of a pet begin with those of its claims, which no template lists. */
function withoutClaimVolumes(path: FieldPath, claims: number): FieldPath {
  const [spec, volumes, index, ...rest] = path;
  if (spec !== 'spec' || volumes !== 'volumes' || typeof index !== 'number' || index < claims) return path;
  return [spec, volumes, index - claims, ...rest];
}

function tryFirstClaims(set: PetSet, namespace: string, client: Client): Promise<readonly Trial[]> {
  const [first = 0] = wantedOrdinals({ ...set.spec, replicas: 1 });
  return Promise.all(
    set.spec.volumeClaimTemplates.map(async (template, index): Promise<Trial> => {
      const claim = newClaim(set, template, { namespace, ordinal: first, owner: futureOwner(set) });
      const answer = await client.create(RESOURCES.claims, claim, { dryRun: true });
      return {
        answer: isTaken(answer) ? { ok: true, value: undefined } : answer,
        translate: (path) => [['spec', 'volumeClaimTemplates', index, ...path]],
      };
    }),
  );
}

/** How decoding errors name a field: strict decoding, Go's JSON with the type that holds the field in front, and an apply. */
const FIELDS_IN_WORDS: readonly RegExp[] = [
  /(?:unknown|duplicate) field "([^"]+)"/g,
  /Go struct field \w+\.(\S+) of type/g,
  /\s\.(\S+): (?:field not declared in schema|duplicate entries for key|expected )/g,
];

/** The fields that a refusal names, in its causes or in its words. */
export function blamedFields(error: ApiError): readonly FieldPath[] {
  if (error.from === 'connection') return [];
  const causes = (error.details?.causes ?? []).flatMap(({ field }) => (field === undefined ? [] : [parsePath(field)]));
  const named = FIELDS_IN_WORDS.flatMap((words) => [...error.message.matchAll(words)]).map(([, field = '']) =>
    parsePath(field),
  );
  return [...causes, ...named];
}

/** What the server looks up when it admits an object, and how it says that it is not there. */
const LOOKED_UP: readonly { readonly kind: string; readonly words: RegExp }[] = [
  { kind: 'Namespace', words: /namespaces "([^"]+)" not found/ },
  { kind: 'ServiceAccount', words: /serviceaccount "([^"]+)" not found/ },
  { kind: 'PriorityClass', words: /no PriorityClass with name (\S+) was found/ },
  { kind: 'RuntimeClass', words: /RuntimeClass "([^"]+)" not found/ },
];

/** Whether what is refused only waits for another document of the same files. */
export function waitsFor(error: ApiError, documents: readonly KubeObject[]): boolean {
  if (error.from === 'connection') return false;
  return LOOKED_UP.some(({ kind, words }) => {
    const [, name] = words.exec(error.message) ?? [];
    return name !== undefined && documents.some((each) => each.kind === kind && each.metadata.name === name);
  });
}

/** Whether an object could not be tried, because a webhook that wants to see it does more than look: there is no saying then. */
export function isUntried(error: ApiError): boolean {
  return error.from === 'server' && error.code === 400 && error.message.includes('does not support dry run');
}
