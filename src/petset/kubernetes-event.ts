import type { KubeObject } from './kubernetes.js';

/** An object that another one is about. Source: core/v1 ObjectReference. */
export interface ObjectReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** A part of it: `spec.containers{nginx}` */
  readonly fieldPath?: string;
}

export interface KubeEvent extends KubeObject {
  readonly involvedObject?: ObjectReference;
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  /** How often it has happened, since `firstTimestamp`. */
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  /** RFC 3339; newer ones have a series, or only the time of the first one. */
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly source?: { readonly component?: string };
  /** What it was done to, where that is another object than the one that it is about. */
  readonly related?: ObjectReference;
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
}
