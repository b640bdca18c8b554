import type { Step, Wait } from './step.js';

/** What one part of the set still needs; nothing in either list when it is as it should be. */
export interface Needs {
  readonly steps: readonly Step[];
  readonly waits: readonly Wait[];
}

export const NOTHING: Needs = { steps: [], waits: [] };

export function step(...steps: readonly Step[]): Needs {
  return steps.length === 0 ? NOTHING : { steps, waits: [] };
}

export function wait(...waits: readonly Wait[]): Needs {
  return waits.length === 0 ? NOTHING : { steps: [], waits };
}
