import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { BenchFailure } from './failure.js';
import { describeMachine, type Machine, thisMachine } from './machine.js';
import { FIGURES, type Row, type Sample } from './row.js';

/** Figures of before, and where they come from. */
export interface Baseline {
  readonly machine: Machine;
  /** The day. */
  readonly date: string;
  readonly rows: Readonly<Record<string, Sample>>;
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** Nothing where the file is not there. Throws a `BenchFailure` where it is no baseline. */
export function readBaseline(file: string): Baseline | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Baseline>;
    const { machine, date, rows } = value;
    if (machine !== undefined && date !== undefined && rows !== undefined) return { machine, date, rows };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new BenchFailure(`${file} is no baseline: --write-baseline writes one`);
}

export const isOfThisMachine = ({ machine }: Baseline): boolean =>
  describeMachine(machine) === describeMachine(thisMachine());

/** The rows of before stay where they were measured on the same machine, and not measured now. */
export function writeBaseline(file: string, rows: readonly Row[]): void {
  const before = readBaseline(file);
  const kept = before !== undefined && isOfThisMachine(before) ? before.rows : {};
  const measured = Object.fromEntries(rows.map((row) => [row.name, sampleOf(row)]));
  writeJson(file, { machine: thisMachine(), date: today(), rows: { ...kept, ...measured } });
}

/** All figures, as `--json` wants them. */
export function writeFigures(file: string, rows: readonly Row[]): void {
  writeJson(file, { machine: thisMachine(), date: today(), rows });
}

const writeJson = (file: string, value: object): void =>
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);

/** Of a figure, as many digits as mean something. */
const sampleOf = (row: Row): Sample =>
  Object.fromEntries(
    FIGURES.flatMap((figure) => {
      const value = row[figure];
      return value === undefined ? [] : [[figure, Number(value.toPrecision(4))]];
    }),
  );
