import type { Node, Taint } from '../../model/core.js';
import { own } from '../../model/json.js';

/** Conditions of nodes that keep pods away, and the taint that says so (nodeConditionToTaintKeyStatusMap of Kubernetes). */
const TAINT_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};

const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Taints that a node has or has not by what it is like; all others are somebody else's. */
const OURS = new Set([UNSCHEDULABLE, ...Object.values(TAINT_OF).flatMap((keys) => Object.values(keys))]);

/** What a node has to be tainted with; `mayEvict` is false while there is no node left to go to. */
function wanted({ spec, status }: Node, mayEvict: boolean): Taint[] {
  const conditions = status.conditions ?? [];
  const keys = conditions.flatMap(({ type, status: is }) => own(own(TAINT_OF, type), is) ?? []);
  const cordon = spec.unschedulable === true ? [UNSCHEDULABLE] : [];
  const lost = conditions.flatMap(({ type, status: is }) => (type === 'Ready' ? (own(TAINT_OF.Ready, is) ?? []) : []));
  return [
    ...[...keys, ...cordon].map((key) => ({ key, effect: 'NoSchedule' })),
    ...(mayEvict ? lost.map((key) => ({ key, effect: 'NoExecute' })) : []),
  ];
}

const isSame = (one: Taint, other: Taint): boolean => one.key === other.key && one.effect === other.effect;

/** All taints that a node is to have at a time; nothing if it has them. */
export function taintsFor(node: Node, mayEvict: boolean, now: string): Taint[] | undefined {
  const present = node.spec.taints ?? [];
  const needed = wanted(node, mayEvict);
  const kept = present.filter(
    (taint) => !OURS.has(taint.key) || !isKept(taint.effect) || needed.some((one) => isSame(one, taint)),
  );
  const missing = needed.filter((taint) => !present.some((one) => isSame(one, taint)));
  if (missing.length === 0 && kept.length === present.length) return undefined;
  return [...kept, ...missing.map((taint) => ({ ...taint, timeAdded: now }))];
}

const isKept = (effect: string): boolean => effect === 'NoSchedule' || effect === 'NoExecute';

export const isReady = ({ status }: Node): boolean =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
