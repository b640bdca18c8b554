import { Failure } from '../petset/failure.js';
import type { PetSetRecord, Teardown } from '../petset/record.js';

/** What is said of a set that is to go. */
export const GOING: Readonly<Record<Teardown, string>> = {
  clean: 'is being cleaned up',
  delete: 'is being deleted',
  orphan: 'is being deleted',
};

/** Throws a `Failure` where a set is to go: nothing else is wished for then. `participle` says what was, as `scaled`. */
export function refuseGoing({ set, teardown }: PetSetRecord, participle: string): void {
  if (teardown === undefined) return;
  throw new Failure(`error: petset/${set.metadata.name} ${GOING[teardown]} and cannot be ${participle}`);
}
