/** What a container does that only seems to run. */
export interface Behaviour {
  /** Whether its image can be pulled. */
  readonly pulls: boolean;
  /** Milliseconds from its start until it is ready; never is Infinity. Absent: at once, or with its first probe. */
  readonly readyAfter?: number;
  /** Milliseconds from its start until its startup probe succeeds. Absent: at once. */
  readonly startedAfter?: number;
  /** Milliseconds from its start until its liveness probe fails. Absent: never. */
  readonly liveFor?: number;
  /** Exits by itself; absent: runs on. */
  readonly exit?: Exit;
  /** Milliseconds from TERM to its end; Infinity ignores TERM and is killed. Absent: as the pace of the sandbox has it. */
  readonly stopAfter?: number;
  /** What it prints when it starts. */
  readonly log: string;
}

export interface Exit {
  readonly code: number;
  /** Milliseconds after its start. Absent for an init container: as the pace of the sandbox has it. */
  readonly after?: number;
  /** How many of its runs end so; later ones run on (an init container: end well). */
  readonly times: number;
}

export const DEFAULT_BEHAVIOUR: Behaviour = { pulls: true, log: '' };
