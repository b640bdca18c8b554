import {
  busyTime,
  lengthOf,
  longestSpan,
  PHASES,
  type Mark,
  type Row,
  type Span,
  spansIn,
  type Timeline,
} from '../../petset/timeline/timeline.js';
import { counted } from '../counted.js';
import { moment, ticksFor, took } from './axis.js';
import { changedRows, slowest } from './selection.js';
import { doingWords, isTrouble, PHASE_STYLES, TROUBLE } from './style.js';
import { element, lines, type Markup, styleSheet } from './xml.js';

/** All in pixels. */
const WIDTH = 1000;
const MARGIN = 20;
const LINE = 18;
const ROW = 24;
const BAR = 14;
const TOOK = 70;
/** Of a character of the small monospaced font. */
const LETTER = 7.3;
const WIDEST_NAMES = 300;
/** A label of the axis and some air. */
const TICK_ROOM = 90;
/** A span is never so short that nobody could see it. */
const NARROWEST = 1.5;
/** So many pets are drawn; of more, those that took longest. */
const MOST_ROWS = 200;

const CSS = `
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1f1f1f}
.title{font-size:15px;font-weight:bold}
.quiet{fill:#5a5a5a}
.paper{fill:#ffffff}
.grid{stroke:#d4d4d4;stroke-width:1}
.span{stroke:#3a3a3a;stroke-width:.6}
.on{fill:#1f1f1f;font-size:11px}
.mark{fill:#3a3a3a}
.warning{fill:#c00000}
@media (prefers-color-scheme:dark){
text{fill:#ececec}
.quiet{fill:#b0b0b0}
.paper{fill:#16181c}
.grid{stroke:#3d4148}
.span{stroke:#e0e0e0}
.on{fill:#1f1f1f}
.mark{fill:#d0d0d0}
.warning{fill:#ff7a70}
}
`;

/** Timelines as one picture that needs nothing else: no font, no script, nothing from anywhere. */
export function timelineSvg(timelines: readonly Timeline[], version: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${timelinesElement(timelines, version).markup}\n`;
}

/** The picture as an element, to stand in another document too. */
export function timelinesElement(timelines: readonly Timeline[], version: string): Markup {
  const title = timelines.map(({ set }) => `petset/${set.name} in ${set.namespace}`).join(', ');
  const drawings = timelines.map(drawingOf);
  const tops = drawings.map((_, index) => drawings.slice(0, index).reduce((sum, { height }) => sum + height, MARGIN));
  const height = drawings.reduce((sum, drawing) => sum + drawing.height, 2 * MARGIN) + LINE;
  const size = { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}` };
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img' },
    lines(
      element('title', {}, `Timeline of ${title}`),
      element('desc', {}, timelines.map(summary).join(' ')),
      styleSheet(CSS),
      element('defs', {}, lines(...patterns())),
      element('rect', { class: 'paper', width: WIDTH, height }),
      ...drawings.map(({ content }, index) =>
        element('g', { transform: `translate(${MARGIN} ${tops[index] ?? 0})` }, content),
      ),
      words(`kubectl petset ${version}; all times are UTC`, MARGIN, height - MARGIN, 'quiet'),
    ),
    '\n',
  );
}

function patterns(): readonly Markup[] {
  const looks = [
    ...PHASES.map((phase) => ({ id: phase, ...PHASE_STYLES[phase] })),
    { id: 'trouble', fill: TROUBLE.fill, pattern: 'M0 0L8 8M0 8L8 0M0 4H8M4 0V8' },
  ];
  return looks.map(({ id, fill, pattern }) =>
    element(
      'pattern',
      { id: `petset-${id}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
      element('rect', { width: 8, height: 8, fill }),
      ...(pattern === ''
        ? []
        : [element('path', { d: pattern, stroke: '#000000', 'stroke-opacity': 0.45, fill: 'none' })]),
    ),
  );
}

interface Drawing {
  readonly height: number;
  readonly content: Markup;
}

/** Where a moment is in a picture, and how much room there is. */
interface Scale {
  readonly left: number;
  readonly width: number;
  readonly x: (at: number) => number;
}

function drawingOf(timeline: Timeline): Drawing {
  const { set, from, until } = timeline;
  const changed = changedRows(timeline);
  const { shown, hidden } = slowest(changed.length > 0 ? changed : timeline.rows, MOST_ROWS);
  const scale = scaleOf(timeline, shown);
  const top = 3 * LINE;
  const bottom = top + shown.length * ROW;
  const others =
    hidden === 0 ? [] : [words(`... and ${counted(hidden, 'other')}, which took no longer`, 0, bottom + LINE, 'quiet')];
  const legendTop = bottom + (others.length + 1) * LINE + 4;
  const legend = legendOf(shown);
  const content = lines(
    words(`petset/${set.name} in ${set.namespace}, ${took(until - from)}`, 0, 12, 'title'),
    words(`${moment(from)} to ${moment(until)}. ${longestWords(timeline)}`, 0, 12 + LINE, 'quiet'),
    ...axisOf(timeline, scale, top, bottom),
    ...shown.map((row, index) => rowOf(row, timeline, scale, top + index * ROW)),
    ...others,
    ...legend.map(({ item, x, line }) =>
      element('g', { transform: `translate(${x} ${legendTop + line * LINE})` }, item),
    ),
  );
  const legendLines = (legend.at(-1)?.line ?? -1) + 1;
  return { height: legendTop + legendLines * LINE + LINE, content };
}

function scaleOf({ from, until }: Timeline, rows: readonly Row[]): Scale {
  const names = Math.min(Math.max(...rows.map(({ pet }) => pet.length), 4) * LETTER, WIDEST_NAMES);
  const left = round(names + 12);
  const width = round(WIDTH - 2 * MARGIN - left - TOOK);
  const length = Math.max(until - from, 1);
  return { left, width, x: (at) => round(left + (Math.min(Math.max(at - from, 0), length) / length) * width) };
}

function axisOf({ from, until }: Timeline, { x, width, left }: Scale, top: number, bottom: number): readonly Markup[] {
  const ticks = ticksFor(until - from, Math.max(Math.floor(width / TICK_ROOM), 1));
  return ticks.flatMap(({ at, label }) => [
    element('line', { class: 'grid', x1: x(from + at), x2: x(from + at), y1: top - 4, y2: bottom }),
    // What does not fit any more would stand in the next column.
    ...(x(from + at) + label.length * LETTER > left + width + TOOK
      ? []
      : [words(label, x(from + at), top - 8, 'quiet')]),
  ]);
}

function rowOf(row: Row, timeline: Timeline, scale: Scale, y: number): Markup {
  const { left, width } = scale;
  const spans = spansIn(row);
  return element(
    'g',
    {},
    lines(
      words(nameWithin(row.pet), 0, y + 15),
      ...spans.map((span) => spanOf(span, row.pet, scale, y)),
      ...row.marks.map((mark) => markOf(mark, timeline, scale, y)),
      words(took(busyTime(row)), left + width + 8, y + 15, 'quiet'),
    ),
  );
}

function nameWithin(name: string): string {
  const most = Math.floor(WIDEST_NAMES / LETTER);
  return name.length <= most ? name : `..${name.slice(name.length - most + 2)}`;
}

function spanOf(span: Span, pet: string, { x }: Scale, y: number): Markup {
  const [begin, end] = [x(span.from), x(span.until)];
  const width = round(Math.max(end - begin, NARROWEST));
  const id = isTrouble(span) ? 'trouble' : span.phase;
  const title = `${pet}: ${doingWords(span)} ${took(lengthOf(span))}, ${clock(span.from)} to ${clock(span.until)}`;
  const bar = element(
    'rect',
    { class: 'span', x: begin, y: y + 3, width, height: BAR, fill: `url(#petset-${id})` },
    element('title', {}, title),
  );
  const label = span.trouble ?? '';
  const isRoomy = label !== '' && label.length * LETTER + 8 < width;
  return isRoomy ? lines(bar, ...plaque(label, begin + 3, y + 3)) : bar;
}

/** A word on a bar, on a ground of its own: it is to be read over a pattern. */
function plaque(label: string, x: number, y: number): readonly Markup[] {
  return [
    element('rect', { x, y: y + 1, width: round(label.length * 6.8 + 4), height: BAR - 2, fill: '#ffffff' }),
    words(label, x + 2, y + 11, 'on'),
  ];
}

function markOf(mark: Mark, { from, until }: Timeline, { x }: Scale, y: number): Markup {
  const at = x(Math.min(Math.max(mark.at, from), until));
  const times = mark.count > 1 ? ` (${mark.count} times until ${clock(mark.lastAt)})` : '';
  return element(
    'path',
    { class: mark.isWarning ? 'warning' : 'mark', d: `M${at} ${y + BAR + 2}l-3 5h6z` },
    element('title', {}, `${clock(mark.at)} ${mark.reason}: ${mark.message}${times}`),
  );
}

function legendOf(
  rows: readonly Row[],
): readonly { readonly item: Markup; readonly x: number; readonly line: number }[] {
  const spans = rows.flatMap(spansIn);
  const seen = new Set(spans.filter((span) => !isTrouble(span)).map(({ phase }) => phase));
  const looks = [
    ...PHASES.filter((phase) => seen.has(phase)).map((phase) => ({
      id: phase,
      text: PHASE_STYLES[phase].words,
    })),
    ...(spans.some(isTrouble) ? [{ id: 'trouble', text: TROUBLE.words }] : []),
  ];
  let [x, line] = [0, 0];
  return looks.map(({ id, text }) => {
    const width = 22 + text.length * LETTER + 18;
    if (x + width > WIDTH - 2 * MARGIN) [x, line] = [0, line + 1];
    const swatch = element('rect', { class: 'span', width: 16, height: 12, y: 2, fill: `url(#petset-${id})` });
    const placed = { item: lines(swatch, words(text, 22, 12)), x: round(x), line };
    x += width;
    return placed;
  });
}

/** A timeline in a sentence. */
function summary(timeline: Timeline): string {
  const { set, from, until } = timeline;
  const changed = counted(changedRows(timeline).length, 'pet');
  return `petset/${set.name}: ${changed} changed from ${moment(from)} to ${moment(until)}. ${longestWords(timeline)}`;
}

function longestWords(timeline: Timeline): string {
  const longest = longestSpan(timeline);
  if (longest === undefined) return 'All were ready all the time.';
  return `Longest: ${longest.row.pet} ${doingWords(longest.span)} ${took(lengthOf(longest.span))}.`;
}

function words(text: string, x: number, y: number, kind?: string): Markup {
  return element('text', { ...(kind !== undefined && { class: kind }), x: round(x), y: round(y) }, text);
}

/** `00:01:10.250` */
function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
