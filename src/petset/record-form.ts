import { Failure } from './failure.js';
import { type Handover, HANDOVER_ANNOTATION, readHandover, writtenHandover } from './handover.js';
import { INITIALIZED_ANNOTATION, recordName } from './identity.js';
import { isInitialized } from './initialized.js';
import type { Json, JsonObject, KubeObject, OwnerReference, Served } from './kubernetes.js';
import { PETSET_API_VERSION, PETSET_KIND, type PetSet } from './petset.js';
import type { Replacement } from './replacement.js';
import type { Rollout } from './rollout.js';
import type { SetStatus } from './set-status.js';

/** What a record is held by: a config map, which the role `edit` may write, or once an admin has installed it a custom resource. */
export const RECORD_FORMS = ['config-map', 'custom'] as const;
export type RecordForm = (typeof RECORD_FORMS)[number];
export const OTHER_FORM: Readonly<Record<RecordForm, RecordForm>> = { 'config-map': 'custom', custom: 'config-map' };

/** An object of either form. */
export interface RecordObject extends KubeObject {
  /** Of a config map. */
  readonly data?: Data;
  /** Of a custom resource; what is in it a server has checked, but not as strictly as we do. */
  readonly spec?: JsonObject;
  readonly status?: SetStatus;
}

export type Data = Readonly<Record<string, string>>;

/** On a record: the set is to go, and whoever reconciles it takes it down. */
export const TEARDOWN_ANNOTATION = 'petset.dev/teardown';
/** On a record that is being moved into the other form: `away`, or the uid of the one that it comes from. */
export const MOVING_ANNOTATION = 'petset.dev/moving';
export const MOVING_AWAY = 'away';

/** What a set takes with it when it goes: its pets and its claims, its pets alone, or neither. */
const TEARDOWNS = ['clean', 'delete', 'orphan'] as const;
export type Teardown = (typeof TEARDOWNS)[number];

/** What a record says, whatever holds it. */
export interface RecordContent {
  readonly set: PetSet;
  /** Nothing once all pets are of the set's template. */
  readonly rollout: Rollout | undefined;
  /** It carries the brake itself, `pod.alpha.kubernetes.io/initialized`: nothing is created, deleted or upgraded. */
  readonly paused: boolean;
  /** Pets that are to be replaced, by ordinal. */
  readonly replacements: readonly Replacement[];
  /** The set is to go, and how; nothing for one that is to stay. */
  readonly teardown: Teardown | undefined;
  /** It is about to be held by the other form: the word of `petset.dev/moving`. */
  readonly moving: string | undefined;
  /** Its pets are on their way from or to somebody else: until they are there, nobody reconciles it. */
  readonly handover: Handover | undefined;
}

/** What both forms say by annotations. */
type Marks = Pick<RecordContent, 'paused' | 'teardown' | 'moving' | 'handover'>;

/** How a form holds what a record says. */
export interface RecordKeeping {
  /** `present` is the object as it is, or as much as has to be said of a new one. */
  readonly write: <T extends RecordObject>(content: RecordContent, present: T) => T;
  /** Throws a `Failure` that names the object if somebody has broken it. */
  readonly read: (stored: Served<RecordObject>) => RecordContent;
}

/** The name of the object that holds the record of a set. */
export function recordObjectName(form: RecordForm, setName: string): string {
  return form === 'custom' ? setName : recordName(setName);
}

/** The form that an object has, or the owner reference to one. */
export function formOf({ kind }: Pick<OwnerReference, 'kind'>): RecordForm {
  return kind === PETSET_KIND ? 'custom' : 'config-map';
}

/** The owner of all that belongs to a set that is held so. */
export function recordOwner(form: RecordForm, setName: string, uid: string): OwnerReference {
  const type =
    form === 'custom' ? { apiVersion: PETSET_API_VERSION, kind: PETSET_KIND } : { apiVersion: 'v1', kind: 'ConfigMap' };
  return { ...type, name: recordObjectName(form, setName), uid };
}

/** `configmap/petset-web`, or `petset/web`: what a user would ask kubectl for. */
export function recordObject({ kind, name }: Pick<OwnerReference, 'kind' | 'name'>): string {
  return `${kind.toLowerCase()}/${name}`;
}

/** What a record holds of a set: of its metadata what a user has to say, not what some server has said. */
export function recorded(set: PetSet): PetSet {
  const { name, labels, annotations } = set.metadata;
  return { ...set, metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) } };
}

/** Reads what both forms say by annotations. */
export function readMarks(stored: Served<RecordObject>): Marks {
  const { annotations } = stored.metadata;
  return {
    paused: !isInitialized(annotations?.[INITIALIZED_ANNOTATION]),
    teardown: readTeardown(stored),
    moving: annotations?.[MOVING_ANNOTATION],
    handover: readHandover(annotations, brokenBy(stored)),
  };
}

/** The annotations of a record that says so; those that say nothing of it are left as they are. */
export function withMarks(annotations: Data | undefined, { paused, teardown, moving, handover }: Marks): Data {
  const wasPaused = !isInitialized(annotations?.[INITIALIZED_ANNOTATION]);
  return withEntries(annotations ?? {}, {
    ...(paused !== wasPaused && { [INITIALIZED_ANNOTATION]: String(!paused) }),
    [TEARDOWN_ANNOTATION]: teardown,
    [MOVING_ANNOTATION]: moving,
    [HANDOVER_ANNOTATION]: writtenHandover(handover),
  });
}

/** The same with these entries changed: one that becomes nothing goes. */
export function withEntries(data: Data, changes: Readonly<Record<string, string | undefined>>): Data {
  const others = Object.entries(data).filter(([key]) => !Object.hasOwn(changes, key));
  const wanted = Object.entries(changes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries([...others, ...wanted]);
}

/** A word that is none of ours may mean less than any of them would do: it stops everything. */
function readTeardown(stored: Served<RecordObject>): Teardown | undefined {
  const written = stored.metadata.annotations?.[TEARDOWN_ANNOTATION];
  const teardown = TEARDOWNS.find((each) => each === written);
  if (teardown !== undefined || written === undefined) return teardown;
  throw brokenBy(stored)(`its annotation ${TEARDOWN_ANNOTATION} is none of ${TEARDOWNS.join(', ')}: "${written}"`);
}

export type Broken = (why: string) => Failure;

/** What to say of a record that cannot be read. */
export function brokenBy({ kind, metadata }: Served<RecordObject>): Broken {
  const object = recordObject({ kind, name: metadata.name });
  const [type = ''] = object.split('/');
  return (why) =>
    new Failure(`error: the record ${object} cannot be read: ${why}`, {
      next: [`look at it with: kubectl get ${type} ${metadata.name} -n ${metadata.namespace ?? ''} -o yaml`],
    });
}

/** What is held as text. */
export function parseJson(written: string, broken: Broken): Json {
  try {
    return JSON.parse(written) as Json;
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
}
