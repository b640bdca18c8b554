import { tableLines } from '../../src/render/table.js';
import { type Baseline, isOfThisMachine } from './baseline.js';
import { describeMachine, thisMachine } from './machine.js';
import { brief, ratio, type Row } from './row.js';

const GAP = { gap: 2, narrowest: 1 };

interface Column {
  readonly title: string;
  readonly cell: (row: Row) => string;
}

interface Setting {
  readonly baseline: Baseline | undefined;
  /** More that has to be known of where it was measured. */
  readonly about: readonly string[];
  /** What measures a row again, but for its name. */
  readonly command: string;
}

/** The one table, and what has to be known to read it. */
export function tableOf(rows: readonly Row[], { baseline, about, command }: Setting): readonly string[] {
  const known =
    baseline !== undefined && rows.some(({ name }) => baseline.rows[name] !== undefined) ? baseline : undefined;
  const all = [...columnsOf(command), ...(known === undefined ? [] : [ratiosTo(known)])];
  const columns = all.filter(({ cell }) => rows.some((row) => cell(row) !== ''));
  const cells = rows.map((row) => columns.map(({ cell }) => cell(row)));
  return [
    `measured on ${describeMachine(thisMachine())}`,
    ...about,
    'N runs, their medians: TIME and CPU in UNIT, peak memory in MB, writes of pets and claims a pet, OTHER writes, READS',
    'ratios are time/CPU, and to the baseline time/CPU/memory: below 1 is better',
    ...(known === undefined ? [] : [describe(known)]),
    '',
    ...tableLines(
      columns.map(({ title }) => title),
      cells,
      GAP,
    ),
  ];
}

const columnsOf = (command: string): readonly Column[] => [
  // The title and the cell are the command that measures just this row again.
  { title: command, cell: ({ name }) => name },
  { title: 'N', cell: ({ runs }) => String(runs) },
  { title: 'TIME', cell: ({ time }) => number(time) },
  { title: 'CPU', cell: ({ cpu }) => number(cpu) },
  { title: 'UNIT', cell: ({ unit }) => unit },
  { title: 'MB', cell: ({ memory }) => number(memory) },
  { title: 'W/PET', cell: ({ writes }) => (writes === undefined ? '' : writes.toFixed(2)) },
  { title: 'OTHER', cell: ({ others }) => count(others) },
  { title: 'READS', cell: ({ reads }) => count(reads) },
  { title: 'BESIDE', cell: ({ beside }) => beside },
];

function ratiosTo(baseline: Baseline): Column {
  const cell = (row: Row): string => {
    const before = baseline.rows[row.name];
    const ratios = (['time', 'cpu', 'memory'] as const).map((figure) => ratio(row[figure], before?.[figure]) || '-');
    return before === undefined ? '' : ratios.join('/');
  };
  return { title: isOfThisMachine(baseline) ? 'OF BASELINE' : 'OF ANOTHER*', cell };
}

function describe(baseline: Baseline): string {
  const what = `baseline of ${baseline.date}`;
  return isOfThisMachine(baseline) ? what : `* ${what}, of another machine: ${describeMachine(baseline.machine)}`;
}

const number = (value: number | undefined): string => (value === undefined ? '' : brief(value));
const count = (value: number | undefined): string => (value === undefined ? '' : String(Math.round(value)));
