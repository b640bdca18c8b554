import type { ObservedPet } from '../observed-pet.js';
import type { Doing } from './timeline.js';

/** What a pod's STATUS says of one that only takes its time; all else is trouble. */
const IN_ORDER: ReadonlySet<string> = new Set([
  'Pending',
  'ContainerCreating',
  'PodInitializing',
  'Running',
  'NotReady',
]);
const INIT_IN_ORDER = /^Init:\d+\/\d+$/;

/** What a pet is doing that was just looked at, all of whose claims are bound or not. */
export function doingOf(pet: ObservedPet, { hasUnboundClaim }: { readonly hasUnboundClaim: boolean }): Doing {
  const { status } = pet.cells;
  switch (pet.state) {
    case 'terminating':
      return { phase: 'terminating', trouble: status === 'Unknown' ? 'NodeLost' : undefined };
    case 'finished':
      return { phase: 'finished', trouble: status };
    case 'healthy':
      return { phase: 'ready' };
    case 'settling':
      return { phase: 'settling' };
    case 'restarting':
      return { phase: 'start' };
    case 'starting':
      return starting(pet, hasUnboundClaim);
  }
}

function starting({ node, cells: { status } }: ObservedPet, hasUnboundClaim: boolean): Doing {
  if (status.startsWith('Init:')) return { phase: 'init', trouble: INIT_IN_ORDER.test(status) ? undefined : status };
  const trouble = IN_ORDER.has(status) ? undefined : status;
  if (node === undefined) return { phase: hasUnboundClaim ? 'claim' : 'scheduling', trouble };
  const isUp = status === 'Running' || status === 'NotReady';
  return { phase: isUp ? 'unready' : 'start', trouble };
}
