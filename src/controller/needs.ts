import type { Step, Wait } from './step.js';

/** What one part of the set still needs; nothing in either list when it is as it should be. */
export interface Needs {
  /** All of them may be taken at once. */
  readonly steps: readonly Step[];
  readonly waits: readonly Wait[];
  /** Not together with what any other part needs: what is under way then may come too late, or too early. */
  readonly isAlone?: boolean;
}

export const NOTHING: Needs = { steps: [], waits: [] };

export function step(...steps: readonly Step[]): Needs {
  return steps.length === 0 ? NOTHING : { steps, waits: [] };
}

export function alone(...steps: readonly Step[]): Needs {
  return steps.length === 0 ? NOTHING : { steps, waits: [], isAlone: true };
}

export function wait(...waits: readonly Wait[]): Needs {
  return waits.length === 0 ? NOTHING : { steps: [], waits };
}
