import { subjectUid, type Wait } from './step.js';

/** Milliseconds that something may take before it is asked why. */
const PATIENCE = 2_000;

/** Remembers since when each thing has been waited for. */
export class Patience {
  private since = new Map<string, number>();

  /** Takes note of what is waited for now; what is waited for no longer is forgotten. */
  waitFor(waits: readonly Wait[], now: number): void {
    this.since = new Map(waits.map(waitKey).map((key) => [key, this.since.get(key) ?? now]));
  }

  hasRunOut(wait: Wait, now: number): boolean {
    return now - (this.since.get(waitKey(wait)) ?? now) >= PATIENCE;
  }

  /** When the next wait will have taken too long, in epoch milliseconds. */
  runsOutAt(now: number): number | undefined {
    const ahead = [...this.since.values()].map((since) => since + PATIENCE).filter((time) => time > now);
    return ahead.length === 0 ? undefined : Math.min(...ahead);
  }
}

function waitKey(wait: Wait): string {
  return `${wait.for} ${subjectUid(wait)}`;
}
