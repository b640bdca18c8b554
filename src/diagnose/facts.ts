import type { KubeNode, StorageClass } from '../petset/kubernetes.js';
import type { KubeEvent } from '../petset/kubernetes-event.js';

/** What a container has said last. */
export interface LogEnd {
  readonly container: string;
  /** Of its run before this one. */
  readonly previous: boolean;
  readonly lines: readonly string[];
}

/** What was looked up about a pet that does not get on, as far as it may be seen. */
export interface Facts {
  /** Of the pod and of its claims; in the order in which they were last seen. */
  readonly events: readonly KubeEvent[];
  readonly logs: readonly LogEnd[];
  /** Nothing where it may not be read. */
  readonly node: KubeNode | 'gone' | undefined;
  /** By name; without those that may not be read. */
  readonly classes: ReadonlyMap<string, StorageClass | 'gone'>;
}

export const NO_FACTS: Facts = { events: [], logs: [], node: undefined, classes: new Map() };

/** Something to be looked up. */
export type Question =
  | { readonly about: 'events'; readonly uid: string }
  | { readonly about: 'log'; readonly container: string; readonly previous: boolean }
  | { readonly about: 'node'; readonly name: string }
  | { readonly about: 'class'; readonly name: string };

/** When an event was last seen; epoch milliseconds. */
export function lastSeen({ series, lastTimestamp, eventTime, metadata }: KubeEvent): number {
  const times = [series?.lastObservedTime, lastTimestamp, eventTime, metadata.creationTimestamp];
  return Date.parse(times.find((time) => time !== undefined && time !== null) ?? '') || 0;
}

/** The last event about an object whose reason is one of these, and which is about that container if one is named. */
export function lastEvent(
  { events }: Facts,
  uid: string | undefined,
  reasons: readonly string[],
  container?: string,
): KubeEvent | undefined {
  return events.findLast(
    ({ involvedObject = {}, reason = '' }) =>
      involvedObject.uid === uid &&
      reasons.includes(reason) &&
      (container === undefined || involvedObject.fieldPath?.endsWith(`{${container}}`) === true),
  );
}
