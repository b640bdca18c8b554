import type { ObservedPet } from '../../petset/observed-pet.js';
import { humanDuration } from '../duration.js';
import { claimsCell } from './claims-cell.js';
import { type Facts, labelOf } from './facts.js';
import type { Paint } from './paint.js';
import type { Place } from './place.js';
import { waitsFor } from './waits-for.js';
import { oneLine } from './width.js';

/** A column of the table of pets. */
export interface Column {
  readonly heading: string;
  /** What it says of a place, from the fullest wording to the shortest one. */
  readonly cell: (place: Place, facts: Facts) => readonly [string, ...string[]];
  /** Columns of the terminal that it has at least, where it is shown at all; so that it stays where it is, those of its usual cells. */
  readonly least: number | ((facts: Facts) => number);
  /** It gets no more than that, however long its cells are. */
  readonly most: number;
  /** Where there is no room for all, those of the lowest rank are shown. */
  readonly rank: number | ((facts: Facts) => number);
  /** There is something to show in it. */
  readonly isUsed?: (facts: Facts) => boolean;
  readonly brush?: (place: Place, facts: Facts) => keyof Paint | undefined;
}

const UNLIMITED = Number.POSITIVE_INFINITY;

/** What the table says of a pet, from left to right; the first ones as `kubectl get pods` has them. */
export const COLUMNS: readonly Column[] = [
  {
    heading: 'NAME',
    cell: ({ ordinal }, facts) => [labelOf(ordinal, facts)],
    least: ({ nameWidth = 0 }) => nameWidth,
    most: UNLIMITED,
    rank: 1,
    isUsed: ({ nameWidth }) => nameWidth !== undefined,
  },
  {
    heading: 'ORDINAL',
    cell: ({ ordinal }) => [String(ordinal)],
    least: 7,
    most: UNLIMITED,
    rank: 1,
    isUsed: ({ nameWidth }) => nameWidth === undefined,
  },
  { heading: 'READY', cell: ofPet(({ cells }) => [cells.ready]), least: 5, most: 7, rank: 4 },
  {
    heading: 'STATUS',
    cell: (place) => [place.pet === undefined ? '-' : oneLine(place.pet.cells.status)],
    // ContainerCreating
    least: 17,
    most: 40,
    rank: 2,
    brush: ({ pet }) => pet && statusBrush(pet),
  },
  { heading: 'RESTARTS', cell: ofPet(restartsCell), least: 8, most: 17, rank: 6 },
  {
    heading: 'AGE',
    cell: ofPet(({ createdAt }, { now }) => [humanDuration(now - createdAt)]),
    least: 5,
    most: 6,
    rank: 8,
  },
  {
    heading: 'REVISION',
    cell: ofPet(revisionCell),
    least: 8,
    most: 14,
    rank: ({ wasMixed }) => (wasMixed ? 5 : 9),
    brush: ({ pet }, { standing }) => (pet !== undefined && standing.isDue(pet) ? 'warn' : undefined),
  },
  {
    heading: 'CLAIMS',
    cell: ({ ordinal }, { standing }) => [claimsCell(standing.claimsOf(ordinal))],
    // terminating
    least: 11,
    most: 15,
    rank: ({ standing }) => (standing.teardown === 'clean' ? 4 : 7),
    isUsed: ({ hasClaims }) => hasClaims,
  },
  { heading: 'NODE', cell: ofPet(({ node = '' }) => [oneLine(node)]), least: 12, most: 40, rank: 10 },
  {
    heading: 'WAITS FOR',
    cell: (place, facts) => [waitsFor(place, facts)],
    // its end, 30s left
    least: 17,
    most: UNLIMITED,
    rank: 3,
  },
];

function ofPet(cell: (pet: ObservedPet, facts: Facts) => readonly [string, ...string[]]): Column['cell'] {
  return ({ pet }, facts) => (pet === undefined ? [''] : cell(pet, facts));
}

/** As kubectl has it: `3 (5s ago)`. */
function restartsCell({ cells: { restarts, restartedAt } }: ObservedPet, { now }: Facts): [string, ...string[]] {
  if (restarts === 0 || restartedAt === undefined) return [String(restarts)];
  return [`${restarts} (${humanDuration(now - restartedAt)} ago)`, String(restarts)];
}

/** The number of the template that it is of; while others are of another one, whether that is to stay so. */
function revisionCell(pet: ObservedPet, facts: Facts): [string, ...string[]] {
  const { revision = '' } = pet;
  const { revisionNumbers, isMixed, standing } = facts;
  const own = String(revisionNumbers.get(revision) ?? '?');
  if (!isMixed) return [own];
  if (revision === standing.revision) return [`${own} new`];
  return [standing.isDue(pet) ? `${own} -> ${revisionNumbers.get(standing.revision) ?? 'new'}` : `${own} old`];
}

function statusBrush({ state, initialized, cells: { status } }: ObservedPet): keyof Paint {
  if (state === 'healthy') return initialized ? 'good' : 'warn';
  return state === 'finished' || /Err|BackOff|Kill|ExitCode|Signal|CannotRun/.test(status) ? 'bad' : 'warn';
}
