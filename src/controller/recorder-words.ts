import type { ApiError } from '../cluster/api-error.js';
import { mayPass as mayPassLater } from '../cluster/retry.js';
import { claimName, INITIALIZED_ANNOTATION, petName } from '../petset/identity.js';
import type { ObjectReference } from '../petset/kubernetes-event.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { Teardown } from '../petset/record-form.js';
import type { GateFailure } from './gates.js';
import type { Operation, OperationKind } from './operation.js';
import type { Waiting } from './progress.js';
import type { Happening } from './recorder-correlation.js';
import type { Obstacle, Step, StepOf, Wait } from './step.js';

/** What a step does: `Create`, as in SuccessfulCreate and FailedCreate, and to what. */
interface Deed {
  readonly verb: 'Create' | 'Update' | 'Delete' | 'Adopt' | 'Release' | 'Replace';
  readonly what: string;
  /** Bookkeeping: it is told only where it fails. */
  readonly isQuiet?: boolean;
}

type DeedOf<Kind extends Step['do']> = (step: StepOf<Kind>, setName: string) => Deed;

const pet = ({ name }: { readonly name: string }): string => `pet: ${name}`;
const pvc = ({ name }: { readonly name: string }): string => `pvc: ${name}`;
const quiet = (deed: Deed): Deed => ({ ...deed, isQuiet: true });

/** A pet that is not wanted goes without a word more, as it did in 1.3. */
function goingPet({ pet: { name }, because }: StepOf<'delete-pet' | 'evict-pet'>): string {
  return because === 'condemned' ? pet({ name }) : `${pet({ name })} (${because})`;
}

/**
 * What each step is told as: in the words of the PetSet controller of 1.3, as far as it had any. Source: kubernetes v1.4,
 * pkg/controller/petset/pet.go, apiServerPetClient.event.
 */
const DEEDS: { readonly [Kind in Step['do']]: DeedOf<Kind> } = {
  'create-pet': ({ ordinal }, set) => ({ verb: 'Create', what: pet({ name: petName(set, ordinal) }) }),
  'create-claim': ({ template, ordinal }, set) => ({
    verb: 'Create',
    what: pvc({ name: claimName(template, set, ordinal) }),
  }),
  'delete-pet': (step) => ({ verb: 'Delete', what: goingPet(step) }),
  'evict-pet': (step) => ({ verb: 'Delete', what: goingPet(step) }),
  'delete-claim': ({ claim }) => ({ verb: 'Delete', what: pvc(claim) }),
  'patch-pet': (step) => ({ verb: 'Update', what: `${pet(step.pet)} (in place)` }),
  'grow-claim': ({ claim, size }) => ({ verb: 'Update', what: `${pvc(claim)} (to ${size})` }),
  'own-claim': ({ claim }) => quiet({ verb: 'Update', what: pvc(claim) }),
  'settle-claim': ({ claim }) => quiet({ verb: 'Update', what: pvc(claim) }),
  'adopt-claim': ({ claim }) => ({ verb: 'Adopt', what: pvc(claim) }),
  'adopt-pet': (step) => ({ verb: 'Adopt', what: pet(step.pet) }),
  'release-pet': (step) => ({ verb: 'Release', what: pet(step.pet) }),
  'forget-replacement': ({ wish }, set) => ({ verb: 'Replace', what: pet({ name: petName(set, wish.ordinal) }) }),
  'create-revision': (_step, set) => quiet({ verb: 'Create', what: `revision of petset: ${set}` }),
  'renumber-revision': ({ revision }) => quiet({ verb: 'Update', what: `revision: ${revision.name}` }),
  'delete-revision': ({ revision }) => quiet({ verb: 'Delete', what: `revision: ${revision.name}` }),
  'record-rollout': (_step, set) => quiet({ verb: 'Update', what: `petset: ${set}` }),
  'guard-record': (_step, set) => quiet({ verb: 'Update', what: `petset: ${set}` }),
  'report-status': (_step, set) => quiet({ verb: 'Update', what: `petset: ${set}` }),
  'delete-record': (_step, set) => ({ verb: 'Delete', what: `petset: ${set}` }),
};

/** What is told of a step that was taken, or of why it was refused; nothing where that is not worth it. */
export function stepWords<Kind extends Step['do']>(
  step: StepOf<Kind> & { readonly do: Kind },
  setName: string,
  refusal: ApiError | undefined,
): Happening | undefined {
  const { verb, what, isQuiet = false } = DEEDS[step.do](step, setName);
  if (refusal !== undefined) {
    if (!isWorthTelling(refusal)) return undefined;
    return { type: 'Warning', reason: `Failed${verb}`, message: `${what}, error: ${refusal.message}`, ...podOf(step) };
  }
  return isQuiet ? undefined : { type: 'Normal', reason: `Successful${verb}`, message: what, ...podOf(step) };
}

function podOf(step: Step): { readonly related?: ObjectReference } {
  return 'pet' in step ? { related: { apiVersion: 'v1', kind: 'Pod', name: step.pet.name, uid: step.pet.uid } } : {};
}

/** A server that is only busy is no event of a set. What fails in it may be a webhook, and stay so. */
function isWorthTelling(error: ApiError): boolean {
  return error.from === 'server' && (error.code === 500 || !mayPassLater(error));
}

const TEARDOWNS: Readonly<Record<Teardown, string>> = {
  clean: 'its pets go, then its claims, then the set',
  delete: 'its pets go, then the set; its claims stay',
  orphan: 'the set goes; its pets and claims stay',
};

const isTeardown = (kind: OperationKind): kind is Teardown => kind in TEARDOWNS;

/** What a set is on its way to, and by which template. */
export type Course = Operation & { readonly revision: string };

/** What is told where a set sets out for something else than before: of roll-outs, which end, and of its own end. */
export function courseWords(before: Course | undefined, now: Course): readonly Happening[] {
  if (before?.kind === now.kind && before.revision === now.revision) return [];
  if (isTeardown(now.kind)) return [{ type: 'Normal', reason: 'TearingDown', message: TEARDOWNS[now.kind] }];
  if (now.kind === 'roll-out') {
    const pets = now.total === undefined ? `${now.left}` : `${now.left} of ${now.total}`;
    return [{ type: 'Normal', reason: 'RollingOut', message: `revision: ${now.revision}, pets to go: ${pets}` }];
  }
  const isRolledOut = before?.kind === 'roll-out' && before.revision === now.revision;
  return isRolledOut ? [{ type: 'Normal', reason: 'RolledOut', message: `revision: ${now.revision}` }] : [];
}

/** What pauses a set, by a name that tells it apart. */
export function brakeOf(on: Wait): string | undefined {
  if (on.for === 'resume') return `pod/${on.pet.name}`;
  return on.for === 'resume-set' ? on.record : undefined;
}

export function pausedWords(brake: string): Happening {
  return { type: 'Normal', reason: 'Paused', message: `by ${brake}: its annotation ${INITIALIZED_ANNOTATION}` };
}

export const RESUMED: Happening = { type: 'Normal', reason: 'Resumed', message: 'nothing pauses the set any more' };

/** Why it does not go on; `cause` tells it apart, however its words may change. */
type Cause = Happening & { readonly cause: string };

/** Why it does not go on, once that is known: by the cause, which is told once of each pet or claim. */
export function waitingWords({ on, diagnosis }: Waiting): Cause | undefined {
  if (on.for === 'budget')
    return { type: 'Warning', ...ofCause('DisruptionBudget', on.pet, `may not be evicted: ${on.why}`) };
  if (diagnosis === undefined || on.for === 'resume-set' || !('pet' in on || 'claim' in on)) return undefined;
  const { cause, message, mayPass = false } = diagnosis;
  const words =
    'pet' in on
      ? ofCause(cause, on.pet, message)
      : { reason: cause, message: `${pvc(on.claim)} ${message}`, cause: `${cause} ${on.claim.uid}` };
  return { type: mayPass ? 'Normal' : 'Warning', ...words };
}

function ofCause(reason: string, { name, uid }: ObservedPet, message: string): Omit<Cause, 'type'> {
  return { reason, message: `${pet({ name })} ${message}`, cause: `${reason} ${uid}` };
}

/** How it ended, as far as events tell of it: with what is in the way, or with the pet that a gate did not let pass. */
export interface Ending {
  readonly kind: string;
  readonly obstacle?: Obstacle;
  readonly failure?: GateFailure;
}

const GATE_REASONS: Readonly<Record<GateFailure['gate'], string>> = {
  verify: 'FailedVerify',
  'pre-delete': 'FailedPreDelete',
};

export function endingWords({ obstacle, failure }: Ending): Happening | undefined {
  if (obstacle !== undefined)
    return { type: 'Warning', reason: 'Stuck', message: `${obstacle.object} ${obstacle.problem}` };
  if (failure === undefined) return undefined;
  const { gate, pet: failed, problem } = failure;
  return { type: 'Warning', reason: GATE_REASONS[gate], message: `${pet(failed)}, error: ${problem}` };
}
