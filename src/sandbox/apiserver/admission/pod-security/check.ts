import type { Container, PodSpec, PodTemplate, SecurityContext } from '../../../model/pod.js';
import { containersOf } from '../../../model/pod.js';

/** What a check sees of a pod or of a template. */
export type Subject = Pick<PodTemplate, 'spec'> & {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
};

/** Why a pod does not meet a standard: in short, and with names. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** A rule of a standard. */
export interface Check {
  /** From which minor version on. */
  readonly since: number;
  find(subject: Subject, minor: number): Violation | undefined;
}

/** Every container, in the order in which the standards look at them. */
export const everyContainer = (spec: PodSpec): Container[] => [
  ...(spec.initContainers ?? []),
  ...containersOf(spec),
  ...(spec.ephemeralContainers ?? []),
];

/** Names of the containers that fit. */
export const named = (spec: PodSpec, fits: (container: Container, security: SecurityContext) => boolean): string[] =>
  everyContainer(spec)
    .filter((container) => fits(container, container.securityContext ?? {}))
    .map(({ name }) => name);

export const quote = (items: readonly string[]): string => items.map((item) => `"${item}"`).join(', ');

export const plural = (word: string, { length }: { readonly length: number }, many = `${word}s`): string =>
  length === 1 ? word : many;

/** `container "a"`, `containers "a", "b"`. */
export const containers = (names: readonly string[]): string => `${plural('container', names)} ${quote(names)}`;

export const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** `pod and containers "a", "b"`: who set something wrong. */
export const setters = (isPod: boolean, names: readonly string[]): string =>
  [...(isPod ? ['pod'] : []), ...(names.length === 0 ? [] : [containers(names)])].join(' and ');
