import { obstacleOf } from '../controller/plan-obstacle.js';
import type { View } from '../controller/set-watch.js';
import { Failure } from '../petset/failure.js';
import { describeHandover, handoverCommand } from '../petset/handover.js';
import { type PetSetRecord, withTeardown } from '../petset/record.js';
import type { RecordObject, Teardown } from '../petset/record-form.js';
import type { Args } from './command.js';
import { commandLine } from './command-line.js';
import { obstacleHints } from './obstacle-hints.js';

/** What is said of a set that is to go. */
export const GOING: Readonly<Record<Teardown, string>> = {
  clean: 'is being cleaned up',
  delete: 'is being deleted',
  orphan: 'is being deleted',
};

/**
 * Throws a `Failure` where a set is to go, or its pets are being handed over: nothing else is wished for then. `participle`
 * says what was, as `scaled`.
 */
export function refuseGoing(record: PetSetRecord, participle: string, args: Args): void {
  refuseHandover(record, participle, args);
  const { set, teardown, stored } = record;
  const going = teardown ?? (stored.metadata.deletionTimestamp === undefined ? undefined : 'delete');
  if (going === undefined) return;
  throw new Failure(`error: petset/${set.metadata.name} ${GOING[going]} and cannot be ${participle}`);
}

/** Throws a `Failure` while the pets of a set are on their way from or to somebody else. */
export function refuseHandover({ ref, handover }: PetSetRecord, participle: string, args: Args): void {
  if (handover === undefined) return;
  const words = handoverCommand(handover, ref.name);
  throw new Failure(`error: petset/${ref.name} ${describeHandover(handover, ref.name)} and cannot be ${participle}`, {
    next: [`to go on with that: ${commandLine({ words, namespace: ref.namespace }, args)}`],
  });
}

/** Throws a `Failure` where a set would be stuck half-way: then it had better not begin to go. */
export function refuseHalfDone({ desired, observed, record }: View, teardown: Teardown, args: Args): void {
  const { ref } = record;
  const participle = teardown === 'clean' ? 'cleaned up' : 'deleted';
  refuseHandover(record, participle, args);
  const obstacle = obstacleOf({ ...desired, teardown }, observed);
  if (obstacle === undefined) return;
  const { object, problem } = obstacle;
  throw new Failure(`error: petset/${ref.name} cannot be ${participle}: ${object} ${problem}`, {
    next: [...obstacleHints(obstacle, ref.namespace, args), 'nothing was deleted'],
  });
}

/** The record with the wish that the set should go. Throws a `Failure` where it is another one by now than was shown. */
export function markGoing(present: PetSetRecord, shown: PetSetRecord, teardown: Teardown): RecordObject {
  if (present.owner.uid === shown.owner.uid) return withTeardown(present, teardown);
  throw new Failure(`error: petset/${shown.ref.name} was deleted and made anew by somebody else meanwhile`, {
    next: ['nothing was deleted'],
  });
}
