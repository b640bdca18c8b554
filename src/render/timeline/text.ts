import type { ChalkInstance } from 'chalk';
import {
  busyTime,
  lengthOf,
  longestSpan,
  PHASES,
  type Row,
  type Span,
  spansIn,
  type Timeline,
} from '../../petset/timeline/timeline.js';
import { counted } from '../counted.js';
import { escapeTerminal } from '../escape.js';
import { fold } from '../fold.js';
import { moment, ticksFor, took } from './axis.js';
import { changedRows, slowest } from './selection.js';
import { doingWords, isTrouble, PHASE_STYLES, TROUBLE, weight } from './style.js';

const GAP = '   ';
/** A tick's label and some air. */
const TICK_ROOM = 10;
const NARROWEST_BAR = 1;
/** Of the columns that there are, as much is for the names at the most. */
const NAMES_SHARE = 0.35;

export interface TextOptions {
  readonly columns: number;
  readonly chalk: ChalkInstance;
  /** So many pets have a line; of more, those that took longest. Nothing for all. */
  readonly most?: number;
}

/** A timeline for a terminal: a line for each pet that anything became of, none longer than there is room for; none where nothing did. */
export function timelineLines(timeline: Timeline, options: TextOptions): readonly string[] {
  const changed = changedRows(timeline);
  if (changed.length === 0) return [];
  return drawn(timeline, changed, options);
}

/** The same with a line for every pet that is in it. */
export function fullTimelineLines(timeline: Timeline, options: TextOptions): readonly string[] {
  return drawn(timeline, timeline.rows, options);
}

function drawn(timeline: Timeline, candidates: readonly Row[], options: TextOptions): readonly string[] {
  const { columns, chalk, most = Number.POSITIVE_INFINITY } = options;
  const { shown, hidden, slowestHidden } = slowest(candidates, most);
  const others = `... and ${counted(hidden, 'other')}, none took longer than ${took(slowestHidden)}`;
  const grid = gridOf(shown, columns);
  const { set, from, until } = timeline;
  const head = `petset/${set.name}${GAP}${took(until - from)}${GAP}from ${moment(from)}`;
  return [
    chalk.bold(head.slice(0, columns)),
    heading(timeline, grid),
    ...shown.map((row) => rowLine(row, timeline, grid, chalk)),
    ...(hidden === 0 ? [] : fold(others, columns)),
    ...longestLines(timeline, columns),
    ...legend(shown, chalk, columns),
  ];
}

/** How the columns of a line are given away. */
interface Grid {
  readonly name: number;
  readonly took: number;
  readonly bar: number;
}

function gridOf(rows: readonly Row[], columns: number): Grid {
  const room = Math.max(Math.floor(columns * NAMES_SHARE), 4);
  const name = Math.min(Math.max(...rows.map(({ pet }) => pet.length), 4), room);
  const time = Math.max(...rows.map((row) => timeOf(row).length), 4);
  return { name, took: time, bar: Math.max(columns - name - time - 2 * GAP.length, NARROWEST_BAR) };
}

function heading({ from, until }: Timeline, { name, took: time, bar }: Grid): string {
  const length = until - from;
  const ticks = ticksFor(length, Math.max(Math.floor(bar / TICK_ROOM), 1));
  const axis = ticks.reduce((line, { at, label }) => {
    const column = Math.floor(columnOf(at, length, bar));
    return column + label.length > bar ? line : line.padEnd(column) + label;
  }, '');
  return `${'NAME'.padEnd(name)}${GAP}${'TOOK'.padEnd(time)}${GAP}${axis}`;
}

function columnOf(at: number, length: number, bar: number): number {
  return length === 0 ? 0 : (at / length) * bar;
}

function rowLine(row: Row, timeline: Timeline, grid: Grid, chalk: ChalkInstance): string {
  const cells = cellsOf(spansIn(row), timeline, grid.bar);
  return `${shortName(row.pet, grid.name).padEnd(grid.name)}${GAP}${timeOf(row).padEnd(grid.took)}${GAP}${painted(cells, chalk)}`;
}

function timeOf(row: Row): string {
  const time = busyTime(row);
  return time === 0 ? '-' : took(time);
}

/** The ordinal, at the end, is what tells pets apart. */
function shortName(name: string, room: number): string {
  return name.length <= room ? name : `..${name.slice(name.length - room + 2)}`;
}

/** For every column what is to be told of it: what says most of all that happened then. */
function cellsOf(spans: readonly Span[], { from, until }: Timeline, bar: number): readonly (Span | undefined)[] {
  const cells = new Array<{ readonly span: Span; readonly share: number } | undefined>(bar).fill(undefined);
  for (const span of spans) {
    const begin = columnOf(span.from - from, until - from, bar);
    const end = columnOf(span.until - from, until - from, bar);
    for (
      let index = Math.min(Math.floor(begin), bar - 1);
      index < Math.min(Math.max(end, Math.floor(begin) + 1), bar);
      index++
    ) {
      const share = Math.min(end, index + 1) - Math.max(begin, index);
      const known = cells[index];
      const says = known === undefined ? 1 : weight(span) - weight(known.span) || share - known.share;
      if (says > 0) cells[index] = { span, share };
    }
  }
  return cells.map((cell) => cell?.span);
}

/** Cells that say the same are painted at once. */
function painted(cells: readonly (Span | undefined)[], chalk: ChalkInstance): string {
  let line = '';
  for (let index = 0; index < cells.length;) {
    const look = lookOf(cells[index]);
    let end = index + 1;
    while (end < cells.length && lookOf(cells[end]).letter === look.letter) end++;
    const text = look.letter.repeat(end - index);
    line += look.chalk === undefined ? text : chalk[look.chalk](text);
    index = end;
  }
  return line.trimEnd();
}

function lookOf(span: Span | undefined): { readonly letter: string; readonly chalk?: keyof ChalkInstance & Paint } {
  if (span === undefined) return { letter: ' ' };
  return isTrouble(span) ? TROUBLE : PHASE_STYLES[span.phase];
}

type Paint = (typeof PHASE_STYLES)[keyof typeof PHASE_STYLES]['chalk'];

function longestLines(timeline: Timeline, columns: number): readonly string[] {
  const longest = longestSpan(timeline);
  if (longest === undefined) return [];
  const { row, span } = longest;
  return fold(`longest: ${row.pet} ${escapeTerminal(doingWords(span))} ${took(lengthOf(span))}`, columns);
}

/** Only what there is to be seen. */
function legend(rows: readonly Row[], chalk: ChalkInstance, columns: number): readonly string[] {
  const spans = rows.flatMap(spansIn);
  const seen = new Set(spans.filter((span) => !isTrouble(span)).map(({ phase }) => phase));
  const looks = [
    ...PHASES.filter((phase) => seen.has(phase)).map((phase) => PHASE_STYLES[phase]),
    ...(spans.some(isTrouble) ? [TROUBLE] : []),
  ];
  const lines: { text: string; length: number }[] = [];
  for (const { letter, words, chalk: paint } of looks) {
    const item = `${chalk[paint](letter)} ${words}`;
    const length = letter.length + 1 + words.length;
    const last = lines.at(-1);
    if (last === undefined || last.length + GAP.length + length > columns) lines.push({ text: item, length });
    else lines.splice(-1, 1, { text: `${last.text}${GAP}${item}`, length: last.length + GAP.length + length });
  }
  return lines.map(({ text }) => text);
}
