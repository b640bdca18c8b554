import type { Workload } from '../../../model/workload.js';
import { maxSurge, sizeOf } from './numbers.js';

const PREFIX = 'deployment.kubernetes.io';
export const REVISION = `${PREFIX}/revision`;
const HISTORY = `${PREFIX}/revision-history`;
const DESIRED = `${PREFIX}/desired-replicas`;
const MOST = `${PREFIX}/max-replicas`;

/** What a deployment says of itself, and not of its replica sets. */
const OWN = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  HISTORY,
  DESIRED,
  MOST,
  'deprecated.deployment.rollback.to',
]);

/** How many characters the numbers take that a revision had before. */
const LONGEST_HISTORY = 2000;

type Annotations = Readonly<Record<string, string>>;

export const revisionOf = ({ metadata }: Workload): number => Number(metadata.annotations?.[REVISION] ?? 0) || 0;

/** The size that the deployment had when it last set that of this replica set. */
export function desiredBefore({ metadata }: Workload): number | undefined {
  const words = metadata.annotations?.[DESIRED];
  return words === undefined || !/^[0-9]+$/.test(words) ? undefined : Number(words);
}

/** The most pods that the deployment could have then. */
export const mostBefore = ({ metadata }: Workload): number => Number(metadata.annotations?.[MOST] ?? 0) || 0;

export const sizeAnnotations = (deployment: Workload): Annotations => ({
  [DESIRED]: String(sizeOf(deployment)),
  [MOST]: String(sizeOf(deployment) + maxSurge(deployment)),
});

/** The annotations of the replica set of the present template, which has the highest number of all. */
export function freshAnnotations(deployment: Workload, fresh: Workload, old: readonly Workload[]): Annotations {
  const present = fresh.metadata.annotations ?? {};
  const inherited = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !OWN.has(key));
  const next = Math.max(0, ...old.map(revisionOf)) + 1;
  const was = revisionOf(fresh);
  return {
    ...present,
    ...Object.fromEntries(inherited),
    ...(was < next && { [REVISION]: String(next) }),
    ...(was < next && was > 0 && { [HISTORY]: longer(present[HISTORY], String(was)) }),
  };
}

function longer(history = '', revision: string): string {
  const numbers = [...history.split(','), revision].filter((one) => one !== '');
  while (numbers.join(',').length > LONGEST_HISTORY) numbers.shift();
  return numbers.join(',');
}
