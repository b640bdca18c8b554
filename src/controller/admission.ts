import { type ApiError, describeApiError, is, orFail } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Discovery } from '../cluster/discovery.js';
import type { Records } from '../cluster/records.js';
import type { FieldPath } from '../petset/field-error.js';
import type { KubeObject } from '../petset/kubernetes.js';
import type { PetSet } from '../petset/petset.js';
import { place, type Placed, receive } from './documents.js';
import { blamedFields, isUntried, objectionsTo, waitsFor } from './preflight.js';
import { obstacleToCreating } from './preflight-obstacle.js';
import type { Obstacle } from './step.js';

export interface AdmissionDeps {
  readonly client: Client;
  readonly discovery: Discovery;
  readonly records: Records;
  /** For documents that name none. */
  readonly namespace: string;
  /** Everything that is to be created together: what waits for a document of these is not refused yet. */
  readonly documents: readonly KubeObject[];
  /** Told why the server cannot try something, which is no reason not to create it; where nobody is told, it is one. */
  readonly onUntried?: (why: string) => void;
}

/** Something that speaks against creating what a file asks for. */
export interface Problem {
  /** In kubectl's words. */
  readonly message: string;
  /** The fields to blame, as far as the server names them. */
  readonly paths: readonly FieldPath[];
  /** The set exists already. */
  readonly exists: boolean;
}

/** Has the server try a set and its first pet without making anything. Answers with all that speaks against it. */
export async function checkSet(set: PetSet, namespace: string, deps: AdmissionDeps): Promise<readonly Problem[]> {
  const { client, records } = deps;
  const record = await records.create(set, namespace, { dryRun: true });
  if (!record.ok && is(record.error, 'AlreadyExists')) return [problem(record.error, [['metadata', 'name']], true)];
  const inTheWay = orFail(await obstacleToCreating(set, namespace, client));
  const objections = await objectionsTo(set, namespace, client);
  return [...(record.ok ? [] : [{ error: record.error, paths: [] }]), ...objections]
    .filter(({ error }) => !isExcused(error, deps))
    .map(({ error, paths }) => problem(error, paths))
    .concat(inTheWay === undefined ? [] : [blocked(set, inTheWay)]);
}

/** A problem with what is in the way of a set. */
export function blocked(set: PetSet, { object, problem: why }: Obstacle): Problem {
  const message = `error: ${object}, a name that petset/${set.metadata.name} needs, ${why}`;
  return { message, paths: [], exists: false };
}

/** A document that the server would take, or has already as it should be. */
export interface Admitted {
  readonly placed: Placed;
  readonly isThere: boolean;
}

/** Has the server try a document without making it. */
export async function checkDocument(document: KubeObject, deps: AdmissionDeps): Promise<Admitted | Problem> {
  const placed = await place(document, deps.namespace, deps.discovery);
  if (placed === undefined) return unknownKind(document);
  const answer = await receive(placed, deps.client, true);
  if (answer.ok) return { placed, isThere: answer.value === 'unchanged' };
  if (isExcused(answer.error, deps)) return { placed, isThere: false };
  return problem(answer.error, blamedFields(answer.error));
}

/** Whether a refusal of a dry run says nothing about the real one. */
export function isExcused(error: ApiError, { documents, onUntried }: AdmissionDeps): boolean {
  if (waitsFor(error, documents)) return true;
  if (onUntried === undefined || !isUntried(error)) return false;
  onUntried(error.message);
  return true;
}

/** The server has no such kind. */
export function unknownKind({ apiVersion, kind, metadata }: KubeObject): Problem {
  const message = `error: resource mapping not found for name: "${metadata.name ?? ''}": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`;
  return { message, paths: [['kind']], exists: false };
}

/** What a refusal says. */
export function problem(error: ApiError, paths: readonly FieldPath[], exists = false): Problem {
  return { message: describeApiError(error), paths, exists };
}
