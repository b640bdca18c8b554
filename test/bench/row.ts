/** What can be measured of one case. `others` are the writes that are none of pets and claims, `reads` everything that is only read. */
export const FIGURES = ['time', 'cpu', 'memory', 'writes', 'others', 'reads'] as const;
export type Figure = (typeof FIGURES)[number];

/** What one run of a case came to: time and CPU in its unit, memory in MB. */
export type Sample = Readonly<Partial<Record<Figure, number>>>;

/** Something that can be measured by itself. */
export interface Case {
  /** What it is called behind `npm run bench --`. */
  readonly name: string;
  readonly says: string;
  /** That of time and CPU. */
  readonly unit: string;
  /** How often it is measured, unless the command line says so. */
  readonly runs: number;
  /** Whether it is little enough for `--quick`. */
  readonly isQuick: boolean;
  /** Whether it takes so long on a given cluster that it is only measured there when it is named. */
  readonly isLong?: boolean;
}

export interface Row extends Sample {
  readonly name: string;
  readonly unit: string;
  readonly runs: number;
  /** What was measured in the same runs to compare it with. */
  readonly beside: string;
}

export function rowOf({ name, unit }: Case, samples: readonly Sample[], beside = ''): Row {
  return { name, unit, runs: samples.length, beside, ...usual(samples) };
}

/** The median of every figure that the samples have. */
export function usual(samples: readonly Sample[]): Sample {
  const figures = FIGURES.map((figure) => [figure, median(samples.flatMap((sample) => sample[figure] ?? []))] as const);
  return Object.fromEntries(figures.filter(([, value]) => value !== undefined));
}

/** Nothing where there are no numbers. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** `1.12/1.40`: how many times as long it took as something else, on the wall and of the processor; nothing where one is unknown. */
export function ratios(own: Sample, other: Sample): string {
  const both = (['time', 'cpu'] as const).map((figure) => ratio(own[figure], other[figure]));
  return both.filter((each) => each !== '').join('/');
}

/** As exact as is asked for: near to 1. */
export function ratio(own: number | undefined, other: number | undefined): string {
  if (own === undefined || other === undefined) return '';
  return (own / other).toFixed(own / other < 2 ? 2 : 1);
}

/** Three digits that count, no more. */
export function brief(number: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(number), 0.01))));
  return number === 0 ? '0' : number.toFixed(digits);
}
