import { counted } from './counted.js';
import { humanDuration } from './duration.js';
import { tableLines } from './table.js';

/** What an operation does to something: it was there before, or is there after it, or both. */
export type Becomes = 'kept' | 'new' | 'made anew' | 'changed in place' | 'grown' | 'gone';

/** What became of a pet; its cells are those of `kubectl get pods`, and empty where it is gone. */
export interface RehearsedPet {
  readonly name: string;
  readonly becomes: Becomes;
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
  /** The number of the revision that it is of; nothing where it is of none. */
  readonly revision: number | undefined;
}

export interface RehearsedClaim {
  readonly name: string;
  readonly becomes: Becomes;
  readonly phase: string;
  readonly size: string;
  /** What becomes of the data of one that is gone. */
  readonly fate?: string;
}

/** What an operation that was only rehearsed has come to. */
export interface Rehearsed {
  readonly petset: string;
  /** Milliseconds in the embedded cluster, and on the wall. */
  readonly took: number;
  readonly shownIn: number;
  readonly pets: readonly RehearsedPet[];
  readonly claims: readonly RehearsedClaim[];
  /** What to bear in mind of all that. */
  readonly remarks: readonly string[];
  /** How to do it; nothing where it did not end well. */
  readonly command: string | undefined;
}

/** Rows of a table that a reader goes through; of a larger one those are shown that are not as before. */
const MANY = 40;

const PETS = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'REVISION', 'POD'] as const;
const CLAIMS = ['CLAIM', 'STATUS', 'CAPACITY', 'VOLUME'] as const;
const NOTHING = '-';

/** The end of a rehearsal, a line each. */
export function rehearsalLines(rehearsed: Rehearsed): readonly string[] {
  const { took, shownIn, pets, claims, remarks, command } = rehearsed;
  const speed = Math.round(took / Math.max(shownIn, 1));
  const seconds = (shownIn / 1000).toFixed(1);
  return [
    '',
    `rehearsal: this took ${took < 1000 ? 'no time' : humanDuration(took)} in the embedded cluster (in fast motion: ${seconds}s, ${speed}x), which ended so:`,
    '',
    ...table(PETS, pets, ({ name, ready, status, restarts, revision, becomes }) =>
      becomes === 'gone'
        ? [name, NOTHING, NOTHING, NOTHING, NOTHING, becomes]
        : [name, ready, status, String(restarts), String(revision ?? NOTHING), becomes],
    ),
    ...(claims.length === 0 ? [] : ['']),
    ...table(CLAIMS, claims, ({ name, phase, size, becomes }) => [
      name,
      becomes === 'gone' ? NOTHING : phase,
      size || NOTHING,
      becomes,
    ]),
    ...lossLines(claims),
    '',
    ...remarks.map((remark) => `note: ${remark}`),
    ...(command === undefined ? [] : [`to do it: ${command}`]),
  ];
}

function table<T extends { readonly becomes: Becomes }>(
  header: readonly string[],
  all: readonly T[],
  row: (one: T) => readonly string[],
): readonly string[] {
  if (all.length === 0) return [];
  const changed = all.length <= MANY ? all : all.filter(({ becomes }) => becomes !== 'kept');
  const shown = changed.slice(0, MANY);
  const left = all.length - shown.length;
  return [...tableLines(header, shown.map(row)), ...(left === 0 ? [] : [`and ${left} more (${tally(all)})`])];
}

/** `997 kept, 3 made anew` */
function tally(all: readonly { readonly becomes: Becomes }[]): string {
  const counts = new Map<Becomes, number>();
  for (const { becomes } of all) counts.set(becomes, (counts.get(becomes) ?? 0) + 1);
  return [...counts].map(([becomes, count]) => `${count} ${becomes}`).join(', ');
}

function lossLines(claims: readonly RehearsedClaim[]): readonly string[] {
  const lost = claims.flatMap(({ name, fate }) => (fate === undefined ? [] : [{ name, fate }]));
  if (lost.length === 0) return [];
  const shown = lost.slice(0, MANY).map(({ name, fate }) => `persistentvolumeclaim/${name}${fate}`);
  const left = lost.length - shown.length;
  return [
    '',
    `${counted(lost.length, 'claim')} would be deleted:`,
    ...shown,
    ...(left === 0 ? [] : [`and ${left} more`]),
  ];
}

/** The same as one object, for `-o json`. */
export function rehearsalJson({ took, shownIn, ...rest }: Rehearsed): object {
  return { type: 'rehearsed', ...rest, tookMilliseconds: Math.round(took), shownInMilliseconds: Math.round(shownIn) };
}
