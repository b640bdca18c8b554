import type { Figure, Sample } from '../row.js';

/** What was done to a whole set: milliseconds, MB, and counts. */
export type Measured = Readonly<Partial<Record<Figure, number>>>;

/** The same a pet, but for what does not grow with a set. */
export function perPet(measured: Measured, pets: number): Sample {
  const each = (['time', 'cpu', 'writes'] as const).flatMap((figure) => {
    const value = measured[figure];
    return value === undefined ? [] : [[figure, value / pets] as const];
  });
  return { ...measured, ...Object.fromEntries(each) };
}
