import { formatPath } from '../../../../src/petset/field-error.js';
import { PETSET_API_VERSION } from '../../../../src/petset/petset.js';
import { GONE_ANNOTATION_ROWS, GONE_ROWS } from '../../../../src/petset/legacy/gone.js';
import { KIND_ROWS, rowName } from '../../../../src/petset/legacy/kinds.js';
import { ANNOTATION_TABLES } from '../../../../src/petset/legacy/places.js';
import { SET_ROWS, type SetRow } from '../../../../src/petset/legacy/sets.js';
import { VOLUME_TYPE_ROWS } from '../../../../src/petset/legacy/volumes.js';

/** All rows of all tables, by what they were: what `Draft.used` names. */
export function allRows(): readonly string[] {
  return [
    ...SET_ROWS.map(rowName),
    ...KIND_ROWS.map(rowName),
    ...ANNOTATION_TABLES.flatMap(({ rows }) => rows.map(({ annotation }) => annotation)),
    ...VOLUME_TYPE_ROWS.map(({ field }) => field),
    ...refusedRows(),
  ];
}

/** Those that no translation comes of. */
export function refusedRows(): readonly string[] {
  return [...GONE_ROWS.map(rowName), ...GONE_ANNOTATION_ROWS.map(({ annotation }) => annotation)];
}

/** A heading, and a table below it. */
interface Chapter {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Sets',
    columns: ['then', 'what it leaves out', 'source'],
    rows: SET_ROWS.filter(({ apiVersion }) => apiVersion !== PETSET_API_VERSION).map((row) => [
      `\`${rowName(row)}\``,
      defaultsOf(row),
      row.source,
    ]),
  },
  {
    title: 'Other kinds',
    columns: ['then', 'today', 'what else'],
    rows: KIND_ROWS.map(({ today, edits = [], ...row }) => [
      `\`${rowName(row)}\``,
      `\`${rowName({ kind: row.kind, ...today })}\``,
      edits.map(({ says }) => says).join('; '),
    ]),
  },
  ...ANNOTATION_TABLES.map(({ carriers, rows }) => ({
    title: `Annotations of ${carriers}`,
    columns: ['then', 'today', 'source'],
    rows: rows.map(({ annotation, today, unless, source }) => [
      `\`${annotation}${annotation.endsWith('/') ? 'CONTAINER' : ''}\``,
      `${today}${unless === undefined ? '' : ` (where \`${unless}\` is there too, that one counts)`}`,
      source,
    ]),
  })),
  {
    title: 'Volumes that no node mounts any more',
    columns: ['volume', 'not since', 'instead'],
    rows: VOLUME_TYPE_ROWS.map(({ field, since, instead }) => [`\`${field}\``, since, instead]),
  },
  {
    title: 'What is refused',
    columns: ['then', 'why'],
    rows: [
      ...GONE_ROWS.map((row) => [`\`${rowName(row)}\``, row.why]),
      ...GONE_ANNOTATION_ROWS.map(({ kind, annotation, why }) => [`${kind}: \`${annotation}\``, why]),
    ],
  },
];

function defaultsOf({ updateStrategy, selector }: SetRow): string {
  const strategy = `\`${formatPath(['spec', 'updateStrategy', 'type'])}\` is ${updateStrategy}`;
  return selector === 'required'
    ? `${strategy}; \`spec.selector\` is required`
    : `${strategy}; \`spec.selector\` and \`metadata.labels\` are those of the template`;
}

/** The tables for a reader, as Markdown. */
export function tablesInMarkdown(): string {
  return CHAPTERS.map(({ title, columns, rows }) =>
    [`## ${title}`, '', lineOf(columns), lineOf(columns.map(() => '---')), ...rows.map(lineOf), ''].join('\n'),
  ).join('\n');
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
