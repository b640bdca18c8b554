import { lengthOf, type Life, PHASES, type Phase, type Row, type Timeline } from '../../petset/timeline/timeline.js';
import type { About } from './about.js';
import { moment, took } from './axis.js';
import { changedRows } from './selection.js';
import { PHASE_STYLES } from './style.js';
import { timelinesElement } from './svg.js';
import { element, lines, type Markup, styleSheet } from './xml.js';

const CSS = `
:root{color-scheme:light dark}
body{font:14px/1.45 system-ui,sans-serif;margin:2em auto;max-width:1040px;padding:0 1em;color:#1f1f1f;background:#ffffff}
svg{max-width:100%;height:auto}
table{border-collapse:collapse;font-size:13px;margin:1em 0}
th,td{border-bottom:1px solid #d4d4d4;padding:.25em .7em;text-align:left;vertical-align:top}
td.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.warning{font-weight:bold}
@media (prefers-color-scheme:dark){
body{color:#ececec;background:#16181c}
th,td{border-color:#3d4148}
}
`;

/** What is told of one set in a document. */
export interface Chapter {
  readonly timeline: Timeline;
  readonly facts: About['facts'];
}

/** Timelines as one document that needs nothing else: the picture, and all of its figures. It is well-formed XML too. */
export function timelineHtml(chapters: readonly Chapter[], version: string): string {
  const title = `Timeline of ${chapters.map(({ timeline: { set } }) => `petset/${set.name}`).join(', ')}`;
  const timelines = chapters.map(({ timeline }) => timeline);
  const page = element(
    'html',
    { lang: 'en', xmlns: 'http://www.w3.org/1999/xhtml' },
    lines(
      element('head', {}, lines(element('meta', { charset: 'utf-8' }), element('title', {}, title), styleSheet(CSS))),
      element(
        'body',
        {},
        lines(
          element('h1', {}, title),
          timelinesElement(timelines, version),
          ...chapters.flatMap(chapterOf),
          element('p', {}, `Made by kubectl petset ${version}. All times are UTC.`),
        ),
      ),
    ),
  );
  return `<!DOCTYPE html>\n${page.markup}\n`;
}

function chapterOf({ timeline, facts }: Chapter): readonly Markup[] {
  const { set, from, until } = timeline;
  const all = [
    ['Namespace', set.namespace],
    ['From', moment(from)],
    ['To', moment(until)],
    ['Took', took(until - from)],
    ...facts,
  ] as const;
  const changed = changedRows(timeline);
  const rows = changed.length > 0 ? changed : timeline.rows;
  return [
    element('h2', {}, `petset/${set.name}`),
    table(
      undefined,
      all.map(([name, words]) => [element('th', {}, name), element('td', {}, words)]),
    ),
    lifeTable(rows),
    ...markTable(rows),
  ];
}

/** What each pod did, for how long, in the columns of the phases that there were. */
function lifeTable(rows: readonly Row[]): Markup {
  const lives = rows.flatMap(({ pet, lives: own }) => own.map((life) => ({ pet, life })));
  const seen = new Set(lives.flatMap(({ life }) => life.spans.map(({ phase }) => phase)));
  const phases = PHASES.filter((phase) => seen.has(phase));
  const header = ['Pet', 'From', ...phases.map((phase) => PHASE_STYLES[phase].words), 'Trouble'];
  return table(
    header,
    lives.map(({ pet, life }) => [
      element('td', {}, pet),
      element('td', { class: 'number' }, clock(life.spans[0]?.from)),
      ...phases.map((phase) => element('td', { class: 'number' }, timeIn(phase, life))),
      element('td', { class: 'warning' }, troublesOf(life)),
    ]),
  );
}

function timeIn(phase: Phase, { spans }: Life): string {
  const own = spans.filter((span) => span.phase === phase);
  return own.length === 0 ? '' : took(own.reduce((sum, span) => sum + lengthOf(span), 0));
}

function troublesOf({ spans }: Life): string {
  return [...new Set(spans.flatMap(({ trouble }) => trouble ?? []))].join(', ');
}

function markTable(rows: readonly Row[]): readonly Markup[] {
  const marks = rows
    .flatMap(({ pet, marks: own }) => own.map((mark) => ({ pet, mark })))
    .sort((a, b) => a.mark.at - b.mark.at);
  if (marks.length === 0) return [];
  const cells = marks.map(({ pet, mark: { at, lastAt, count, reason, message, isWarning } }) => [
    element('td', { class: 'number' }, clock(at)),
    element('td', { class: 'number' }, lastAt === at ? '' : clock(lastAt)),
    element('td', { class: 'number' }, count > 1 ? String(count) : ''),
    element('td', {}, pet),
    element('td', isWarning ? { class: 'warning' } : {}, reason),
    element('td', {}, message),
  ]);
  return [
    element('h3', {}, 'What was said about them'),
    table(['At', 'Last', 'Times', 'Pet', 'Reason', 'Message'], cells),
  ];
}

function table(header: readonly string[] | undefined, rows: readonly (readonly Markup[])[]): Markup {
  const head = header === undefined ? [] : [element('tr', {}, ...header.map((title) => element('th', {}, title)))];
  return element(
    'table',
    {},
    element('tbody', {}, lines(...head, ...rows.map((cells) => element('tr', {}, ...cells)))),
  );
}

/** `2026-11-22 00:01:10.250` */
function clock(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString().slice(0, 23).replace('T', ' ');
}
