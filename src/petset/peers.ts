import { type Governing, isPodReady, isPublished } from './governing-service.js';
import { wantedOrdinals } from './identity.js';
import type { Pod } from './kubernetes.js';
import { petDnsName, type PetHome } from './pet-variables.js';
import type { PetSetSpec } from './petset.js';
import type { PetPod } from './set-summary.js';

/** A pet as others look for it. */
export interface Peer extends PetPod {
  /** Without the dot of the root at its end. */
  readonly dnsName: string;
  readonly ip: string | undefined;
  readonly ready: boolean;
  /** Whether the name resolves; nothing where we may not look at the service. */
  readonly inDns: boolean | undefined;
}

/** Pets as others look for them, lowest ordinal first. */
export function peersOf(
  pets: readonly PetPod[],
  { home, service }: { readonly home: PetHome; readonly service: Governing },
): readonly Peer[] {
  return pets
    .flatMap(({ pet, pod }) => {
      const dnsName = petDnsName(home, pet.ordinal);
      const { podIP = '' } = pod.status ?? {};
      const ip = podIP === '' ? undefined : podIP;
      return dnsName === undefined
        ? []
        : [{ pet, pod, dnsName, ip, ready: isPodReady(pod), inDns: inDns(pod, service) }];
    })
    .sort(({ pet: a }, { pet: b }) => a.ordinal - b.ordinal);
}

function inDns(pod: Pod, service: Governing): boolean | undefined {
  if (service === 'unknown') return undefined;
  return service !== 'missing' && isPublished(pod, service);
}

/** Whether other pods find it by its name; where nobody may say, a headless service that shows pods once they are ready is assumed. */
export function isFound({ inDns, ready }: Peer): boolean {
  return inDns ?? ready;
}

/**
 * The names as the peer finder of 2016 passed them on: byte by byte, so that `web-10` comes before `web-2`.
 * Source: kubernetes-retired/contrib, peer-finder/peer-finder.go (sort.Strings).
 */
export function sortedNames(peers: readonly Peer[]): readonly string[] {
  return peers.map(({ dnsName }) => dnsName).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Wanted ordinals that are not among those of the peers: how many, and the lowest of them. */
export interface Absent {
  readonly count: number;
  readonly lowest: readonly number[];
}

const MOST_NAMED = 3;

export function absentFrom(peers: readonly Peer[], spec: PetSetSpec): Absent {
  const present = new Set(peers.map(({ pet }) => pet.ordinal));
  let count = 0;
  const lowest: number[] = [];
  for (const ordinal of wantedOrdinals(spec)) {
    if (present.has(ordinal)) continue;
    count++;
    if (lowest.length < MOST_NAMED) lowest.push(ordinal);
  }
  return { count, lowest };
}
