import type { Workload } from '../../../model/workload.js';
import { desiredBefore, mostBefore, revisionOf } from './annotations.js';
import { byAge } from './family.js';
import type { Family } from './family.js';
import { isRolling, maxSurge, maxUnavailable, sizeOf, sum } from './numbers.js';

/** What a deployment does next about the sizes of its replica sets (kubernetes pkg/controller/deployment). */

export interface Scaling {
  readonly set: Workload;
  readonly replicas: number;
}

export interface Scene extends Family {
  readonly deployment: Workload;
  /** Whether pods of the past have not ended. */
  readonly isPastAlive: boolean;
}

/** What is being done: a deployment that is paused, or was given another size, leaves its templates alone meanwhile. */
export type Doing = 'leaving' | 'scaling' | 'recreating' | 'rolling';

export function doingOf(deployment: Workload, { fresh, old }: Family): Doing {
  if (deployment.metadata.deletionTimestamp !== undefined) return 'leaving';
  const active = [...old, ...(fresh === undefined ? [] : [fresh])].filter(isActive);
  const isResized = active.some((set) => (desiredBefore(set) ?? sizeOf(deployment)) !== sizeOf(deployment));
  if (deployment.spec.paused === true || isResized) return 'scaling';
  return isRolling(deployment) ? 'rolling' : 'recreating';
}

const isActive = (set: Workload): boolean => sizeOf(set) > 0;

/** Whether there may be a replica set of the present template: those of the past may have to go first. */
export const mayBegin = (doing: Doing, { old, isPastAlive }: Omit<Scene, 'fresh'>): boolean =>
  doing === 'rolling' || (doing === 'recreating' && !isPastAlive && !old.some(isActive));

export function scalingsOf(doing: Doing, scene: Scene): readonly Scaling[] {
  switch (doing) {
    case 'leaving':
      return [];
    case 'scaling':
      return resize(scene);
    case 'recreating':
      return recreate(scene);
    case 'rolling':
      return roll(scene);
  }
}

/** The size that a new replica set begins with, or grows to. */
export function freshSize({ deployment, fresh, old }: Pick<Scene, 'deployment' | 'fresh' | 'old'>): number {
  const size = sizeOf(deployment);
  const present = fresh === undefined ? 0 : sizeOf(fresh);
  if (!isRolling(deployment)) return size;
  const room = size + maxSurge(deployment) - present - sum(old, sizeOf);
  return room <= 0 ? present : present + Math.min(room, size - present);
}

function recreate({ deployment, fresh, old, isPastAlive }: Scene): readonly Scaling[] {
  const past = old.filter(isActive);
  if (past.length > 0) return past.map((set) => ({ set, replicas: 0 }));
  return fresh === undefined || isPastAlive ? [] : changed(fresh, sizeOf(deployment));
}

const changed = (set: Workload, replicas: number): readonly Scaling[] =>
  sizeOf(set) === replicas ? [] : [{ set, replicas }];

function roll(scene: Scene): readonly Scaling[] {
  const { deployment, fresh } = scene;
  if (fresh === undefined) return [];
  const size = sizeOf(deployment);
  const grown = changed(fresh, sizeOf(fresh) > size ? size : freshSize(scene));
  return grown.length > 0 ? grown : shrinkPast(scene, fresh);
}

/** What is not available goes first, and of the others as many as the deployment can do without. */
function shrinkPast({ deployment, old }: Scene, fresh: Workload): readonly Scaling[] {
  const needed = sizeOf(deployment) - maxUnavailable(deployment);
  const all = [...old, fresh];
  const spare = sum(all, sizeOf) - needed - (sizeOf(fresh) - (fresh.status.availableReplicas ?? 0));
  if (spare <= 0 || !old.some(isActive)) return [];
  const broken = shrink(old, spare, (set) => sizeOf(set) - (set.status.availableReplicas ?? 0));
  const left = old.map((set) => resized(set, broken));
  const surplus = sum(all, ({ status }) => status.availableReplicas) - needed;
  return [...broken, ...shrink(left, surplus, sizeOf)];
}

const resized = (set: Workload, scalings: readonly Scaling[]): Workload => {
  const replicas = scalings.find((one) => one.set === set)?.replicas ?? sizeOf(set);
  return { ...set, spec: { ...set.spec, replicas } };
};

/** Takes so many pods from replica sets, from the oldest on. */
function shrink(sets: readonly Workload[], most: number, can: (set: Workload) => number): Scaling[] {
  const scalings: Scaling[] = [];
  let left = most;
  for (const set of sets) {
    const taken = Math.max(0, Math.min(left, can(set), sizeOf(set)));
    if (taken === 0) continue;
    scalings.push({ set, replicas: sizeOf(set) - taken });
    left -= taken;
  }
  return scalings;
}

/** One replica set that has pods takes the whole change; of several each has its share. */
function resize(scene: Scene): readonly Scaling[] {
  const { deployment, fresh, old } = scene;
  const size = sizeOf(deployment);
  const all = [...old, ...(fresh === undefined ? [] : [fresh])];
  const active = all.filter(isActive);
  const [only] = active;
  if (active.length <= 1) {
    const target = only ?? fresh ?? old.at(-1);
    return target === undefined ? [] : [{ set: target, replicas: size }];
  }
  if (isSaturated(deployment, fresh)) return old.filter(isActive).map((set) => ({ set, replicas: 0 }));
  return isRolling(deployment) ? share(deployment, active) : [];
}

const isSaturated = (deployment: Workload, fresh: Workload | undefined): boolean =>
  fresh !== undefined &&
  [sizeOf(fresh), desiredBefore(fresh), fresh.status.availableReplicas].every((count) => count === sizeOf(deployment));

/** More or fewer pods, divided as the pods are now; what is left over goes to the largest. */
function share(deployment: Workload, active: readonly Workload[]): readonly Scaling[] {
  const size = sizeOf(deployment);
  const most = size > 0 ? size + maxSurge(deployment) : 0;
  const change = most - sum(active, sizeOf);
  const inOrder = active.toSorted((a, b) => sizeOf(b) - sizeOf(a) || (change > 0 ? byAge(b, a) : byAge(a, b)));
  let given = 0;
  const sizes = inOrder.map((set) => {
    const part = portion(deployment, set, most);
    const left = change - given;
    const taken = change > 0 ? Math.min(part, left) : Math.max(part, left);
    given += change === 0 ? 0 : taken;
    return sizeOf(set) + (change === 0 ? 0 : taken);
  });
  return inOrder.map((set, index) => {
    const rest = index === 0 ? change - given : 0;
    return { set, replicas: Math.max(0, (sizes[index] ?? 0) + rest) };
  });
}

function portion(deployment: Workload, set: Workload, most: number): number {
  if (sizeOf(deployment) === 0) return -sizeOf(set);
  const before = mostBefore(set) || (deployment.status.replicas ?? 0);
  return before === 0 ? 0 : Math.round((sizeOf(set) * most) / before) - sizeOf(set);
}

/** Replica sets of the past that nobody needs any more, above what the deployment is to remember. */
export function forgotten(deployment: Workload, old: readonly Workload[]): Workload[] {
  const present = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const limit = deployment.spec.revisionHistoryLimit ?? 10;
  return present
    .toSorted((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b))
    .slice(0, Math.max(0, present.length - limit))
    .filter(({ metadata, spec, status }) => {
      const isSeen = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
      return isSeen && (status.replicas ?? 0) === 0 && spec.replicas === 0;
    });
}
