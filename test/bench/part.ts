import type { Bench } from './bench.js';
import type { Case, Row } from './row.js';

/** Some cases that are measured in the same way. */
export interface Part {
  readonly name: string;
  readonly says: string;
  readonly cases: readonly Case[];
  /** Whether it can be measured on a cluster that the user names. */
  readonly isForAnyCluster?: boolean;
  /** Measures those of its cases that are wanted. */
  readonly measure: (wanted: readonly Case[], bench: Bench) => Promise<readonly Row[]>;
}
