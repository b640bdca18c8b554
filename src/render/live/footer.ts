import type { EventOf, OperationKind } from '../../controller/progress.js';
import type { SetRef } from '../../petset/petset.js';
import { fold } from '../fold.js';
import { lineOf, type Spell } from '../lines.js';
import type { Facts } from './facts.js';
import type { Paint } from './paint.js';
import { cut } from './width.js';

/** So many reasons why nothing happens are said at once. */
const MOST_REASONS = 2;
/** Columns of what stands before a hint. */
const LABEL_WIDTH = 10;

/** How the user can act, beside the table. */
export interface Ways {
  readonly spell: Spell;
  /** The command that goes on with a set that is left now. */
  readonly goOn: (set: SetRef) => string;
  /** Sets are kept as they should be until Ctrl-C. */
  readonly keeps: boolean;
  /** It is a copy that is acted on: nobody can do anything about it but look on. */
  readonly isRehearsal: boolean;
}

/** Somebody else acts on a set, and we look on. */
export interface Following {
  readonly holder: string;
}

/** What a set is on its way to with its pets, so that it can be paused. */
const PAUSABLE: ReadonlySet<OperationKind> = new Set(['roll-out', 'replace', 'fill', 'recover', 'shrink']);

/** Why nothing happens, in lines that are no wider than there is room for. */
export function reasons({ set, standing: { waiting } }: Facts, columns: number, spell: Spell): readonly string[] {
  const lines: string[] = [];
  for (const each of waiting) {
    const event: EventOf<'waiting'> = { type: 'waiting', waiting: each, set };
    const line = lineOf(event, spell);
    if (line !== undefined) lines.push(line.text);
    if (lines.length === MOST_REASONS) break;
  }
  return lines.flatMap((line) => line.split('; ')).flatMap((line) => fold(line, columns));
}

export interface HintOptions extends Ways {
  /** What comes next; nothing where nothing does. */
  readonly next: string;
  readonly following: Following | undefined;
  readonly columns: number;
  readonly paint: Paint;
}

/** What comes next and how the user can act, the most important first; each in as many lines as it needs. */
export function hints(facts: Facts, options: HintOptions): readonly (readonly string[])[] {
  const { next, following, columns, paint } = options;
  const told: readonly (readonly [label: string, text: string])[] = [
    ...(next === '' ? [] : [['next', next] as const]),
    ...(following === undefined ? [] : [['followed', `${following.holder} acts on it, this only looks on`] as const]),
    ['Ctrl-C', leavingWords(facts, options)],
    ...commands(facts, options),
  ];
  return told.map(([label, text]) => {
    const [first = '', ...others] = fold(text, columns - LABEL_WIDTH);
    return [paint.dim(label.padEnd(LABEL_WIDTH)) + first, ...others.map((line) => ' '.repeat(LABEL_WIDTH) + line)];
  });
}

/** What Ctrl-C does to all of the sets that are kept, in a line. */
export function leavingHint(
  set: SetRef,
  { goOn, columns, paint }: Pick<HintOptions, 'goOn' | 'columns' | 'paint'>,
): string {
  return paint.dim(cut(`${'Ctrl-C'.padEnd(LABEL_WIDTH)}ends this; to go on: ${goOn(set)}`, columns));
}

function leavingWords({ set }: Facts, { keeps, goOn, following, isRehearsal }: HintOptions): string {
  if (isRehearsal) return 'ends the rehearsal';
  if (following !== undefined) return `leaves it to ${following.holder}`;
  return `${keeps ? 'ends this' : 'stops here'}; to go on: ${goOn(set)}`;
}

/** For another terminal. */
function commands(
  { set, standing }: Facts,
  { spell, isRehearsal }: HintOptions,
): readonly (readonly [string, string])[] {
  if (isRehearsal) return [];
  const { kind, paused } = standing.operation;
  const { namespace, name } = set;
  const command = (verb: string): string => spell({ words: ['petset', verb, name], namespace });
  return [
    ...(PAUSABLE.has(kind) && !paused ? [['pause', command('pause')] as const] : []),
    ...(kind === 'roll-out' ? [['back', command('rollback')] as const] : []),
  ];
}
