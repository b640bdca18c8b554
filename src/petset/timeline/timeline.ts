import type { SetRef } from '../petset.js';

/**
 * What a pet is doing, from its creation to its end:
 * - `claim`: a claim of its is not bound, and that is what it waits for
 * - `scheduling`: it has no node yet
 * - `init`: its init containers run
 * - `start`: its volumes are attached, its images pulled, its containers created; or created again, after a crash
 * - `unready`: its containers run, and it is not ready
 * - `settling`: ready, but not yet for minReadySeconds
 * - `ready`
 * - `finished`: Failed or Succeeded; it will never run again
 * - `terminating`: deleted, and not gone yet
 * - `unknown`: it was there, and nobody has kept what it did
 */
export const PHASES = [
  'claim',
  'scheduling',
  'init',
  'start',
  'unready',
  'settling',
  'ready',
  'finished',
  'terminating',
  'unknown',
] as const;
export type Phase = (typeof PHASES)[number];

/** What a pet is doing, and what is wrong with it, in Kubernetes' own word: `CrashLoopBackOff`, `Unschedulable`. */
export interface Doing {
  readonly phase: Phase;
  readonly trouble?: string | undefined;
}

/** What a pet did for some time. Times are in epoch milliseconds. */
export interface Span extends Doing {
  readonly from: number;
  readonly until: number;
}

/** A pod of a pet; one that is deleted and made again has two. The spans follow each other without a gap. */
export interface Life {
  readonly uid: string;
  readonly spans: readonly Span[];
}

/** Something that happened to a pet, or that was said about it, once or several times. */
export interface Mark {
  readonly at: number;
  /** When it happened last, and how often. */
  readonly lastAt: number;
  readonly count: number;
  /** One word: `FailedScheduling`, `Pulled`. */
  readonly reason: string;
  readonly message: string;
  readonly isWarning: boolean;
}

export interface Row {
  readonly pet: string;
  readonly ordinal: number;
  /** One after the other. */
  readonly lives: readonly Life[];
  /** In the order of their times. */
  readonly marks: readonly Mark[];
}

/** What the pets of a set did, and when. */
export interface Timeline {
  readonly set: SetRef;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly until: number;
  /** By ordinal. */
  readonly rows: readonly Row[];
}

/** From then on a pet does something else. */
export interface Turn extends Doing {
  readonly at: number;
}

/** So many spans of a life are kept; of one that crashes all night the short ones in its middle become one. */
export const MOST_SPANS = 60;

/**
 * The spans of a life, of the moments at which it took another turn, in the order of what they mean: a time that is before
 * the one it follows on was only rounded.
 */
export function spansOf(turns: readonly Turn[], until: number): readonly Span[] {
  const times: number[] = [];
  for (const { at } of turns) times.push(Math.max(at, times.at(-1) ?? at));
  return turns.flatMap(({ phase, trouble }, index) => {
    const from = times[index] ?? 0;
    const end = times[index + 1] ?? Math.max(until, from);
    return end > from || index === turns.length - 1 ? [span({ phase, trouble }, from, end)] : [];
  });
}

/** A span; without a word where nothing is wrong. */
export function span({ phase, trouble }: Doing, from: number, until: number): Span {
  return { phase, from, until, ...(trouble !== undefined && { trouble }) };
}

export function lengthOf({ from, until }: Pick<Span, 'from' | 'until'>): number {
  return until - from;
}

/** Nothing is to be said of it: it is as it should be, or nobody knows. */
export function isQuiet({ phase, trouble }: Doing): boolean {
  return trouble === undefined && (phase === 'ready' || phase === 'unknown');
}

export function spansIn({ lives }: Pick<Row, 'lives'>): readonly Span[] {
  return lives.flatMap(({ spans }) => spans);
}

/** How long a pet was on its way up or down, in milliseconds, of all that is shown. */
export function busyTime(row: Pick<Row, 'lives'>): number {
  return spansIn(row)
    .filter((each) => !isQuiet(each))
    .reduce((sum, each) => sum + lengthOf(each), 0);
}

/** The longest span of all in which a pet was not ready, and whose it is; nothing where all were ready all the time. */
export function longestSpan({ rows }: Pick<Timeline, 'rows'>): { readonly row: Row; readonly span: Span } | undefined {
  const busy = rows.flatMap((row) =>
    spansIn(row)
      .filter((each) => !isQuiet(each))
      .map((each) => ({ row, span: each })),
  );
  return busy.reduce<(typeof busy)[number] | undefined>(
    (longest, each) => (longest === undefined || lengthOf(each.span) > lengthOf(longest.span) ? each : longest),
    undefined,
  );
}

/** Whether anything became of a pet in this time: it came, it went, or it took another turn. */
export function hasChanged(row: Pick<Row, 'lives'>, { from, until }: Pick<Timeline, 'from' | 'until'>): boolean {
  const spans = spansIn(row);
  const [first] = spans;
  const last = spans.at(-1);
  return spans.length > 1 || (first !== undefined && first.from > from) || (last !== undefined && last.until < until);
}

/** The timeline of a part of its time, with only what falls into it. */
export function within(timeline: Timeline, { from, until }: Pick<Timeline, 'from' | 'until'>): Timeline {
  const cut = (each: Span): readonly Span[] => {
    const part = { ...each, from: Math.max(each.from, from), until: Math.min(each.until, until) };
    return part.from < part.until || (each.from === each.until && each.from >= from && each.until <= until)
      ? [part]
      : [];
  };
  const rows = timeline.rows.map((row) => ({
    ...row,
    lives: row.lives
      .map((life) => ({ ...life, spans: life.spans.flatMap(cut) }))
      .filter(({ spans }) => spans.length > 0),
    marks: row.marks.filter(({ at, lastAt }) => at <= until && lastAt >= from),
  }));
  return { ...timeline, from, until, rows };
}
