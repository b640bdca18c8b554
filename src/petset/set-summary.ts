import type { PetSetRecord } from './record.js';

/** A set and how many pets it has. */
export interface SetSummary {
  readonly record: PetSetRecord;
  /** Pets that exist. */
  readonly current: number;
  /** Pets that are healthy. */
  readonly ready: number;
  /** `pod/web-0` or `petset/web`: what holds it up until it is resumed. */
  readonly pausedBy: readonly string[];
}
