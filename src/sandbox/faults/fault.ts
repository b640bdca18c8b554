import type { Glob } from './glob.js';

/** Something that goes wrong on purpose, so that it can be rehearsed. */
export type Fault = RequestFault | WorkFault | NodeFault;

/** A range to draw from, in milliseconds; both ends may be the same. */
export interface Span {
  readonly least: number;
  readonly most: number;
}

/** When a fault strikes, of all the times that it could: all of these have to agree. */
export interface When {
  /** How probable it is, 0 to 1. */
  readonly chance: number;
  /** Only every so many times. */
  readonly every: number;
  /** So often at most. */
  readonly times: number;
  /** Milliseconds since the cluster stood. */
  readonly from: number;
  readonly until: number;
}

/** A request of a user is harmed. */
export interface RequestFault {
  readonly on: 'request';
  readonly whom: RequestWhom;
  readonly when: When;
  readonly delay: Span | undefined;
  readonly harm: RequestHarm | undefined;
}

export interface RequestWhom {
  /** Nothing: any. */
  readonly verbs: ReadonlySet<string> | undefined;
  /** `pods`, `leases.coordination.k8s.io`, or a path that begins with a slash. */
  readonly resource: Glob;
  /** The same as it is written. */
  readonly pattern: string;
  /** Nothing: the object itself, not one of its subresources. */
  readonly subresource: Glob | undefined;
  readonly namespace: Glob;
  readonly name: Glob;
  /** Nothing: whoever is not one of the cluster's own controllers. */
  readonly user: Glob | undefined;
  readonly agent: Glob;
  readonly dryRun: boolean | undefined;
}

export type RequestHarm =
  /** The server refuses it. */
  | { readonly kind: 'refuse'; readonly refusal: Refusal }
  /** The connection breaks before anything is done; or after all of it is done, and nothing is answered. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'lose-answer' }
  /** Nothing is done, and nothing is ever answered. */
  | { readonly kind: 'hang' }
  | WatchHarm;

/** After a while, or after so many events, a watch goes silent, breaks, has lost its place, repeats itself, or lags behind. */
export type WatchHarm = { readonly afterMs: number; readonly afterEvents: number } & (
  { readonly kind: 'silent' | 'cut' | 'gone' | 'repeat' } | { readonly kind: 'lag'; readonly by: Span }
);

export interface Refusal {
  readonly code: number;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  readonly retryAfterSeconds: number | undefined;
}

/** Work of the cluster that can be slow or fail. */
export const WORKS = ['provision', 'attach', 'pull', 'start'] as const;
export type Work = (typeof WORKS)[number];

/** What the cluster does for an object takes long, or fails. */
export interface WorkFault {
  readonly on: 'work';
  readonly work: Work;
  readonly namespace: Glob;
  readonly name: Glob;
  readonly image: Glob;
  readonly when: When;
  readonly delay: Span | undefined;
  readonly fails: boolean;
  readonly message: string | undefined;
}

/** A node does not answer for a while. */
export interface NodeFault {
  readonly on: 'node';
  readonly name: Glob;
  /** The name as it is written. */
  readonly pattern: string;
  readonly from: number;
  readonly until: number;
}
