import type { Node, Taint } from '../../model/core.js';
import { fitsTerm, hasLabels } from '../../model/labels.js';
import { tolerates } from '../../model/tolerations.js';
import type { Pod, Toleration } from '../../model/pod.js';
import { neighboursObjection } from './neighbours.js';
import type { Cluster, Objection } from './neighbours.js';
import { excess, isTooSmall } from './room.js';

export interface Choice {
  readonly node?: string;
  /** Why there is none, as the scheduler tells it. */
  readonly problem?: string;
}

/** A node that fits a pod, or why none does. */
export function chooseNode(pod: Pod, cluster: Cluster): Choice {
  const { nodes } = cluster;
  if (nodes.length === 0) return { problem: 'no nodes available to schedule pods' };
  const verdicts = nodes.map((node) => ({ node, objection: objectionTo(pod, node, cluster) }));
  const fitting = verdicts.flatMap(({ node, objection }) => (objection === undefined ? [node] : []));
  if (fitting.length > 0) return { node: emptiest(fitting, cluster).metadata.name };
  const objections = verdicts.flatMap(({ objection }) => objection ?? []);
  const all = `0/${nodes.length} nodes are available`;
  const reasons = countReasons(objections.flatMap((objection) => objection.reasons));
  const preemption = countReasons(objections.map(({ isFinal }) => (isFinal ? NOT_HELPFUL : NO_VICTIMS)));
  return { problem: `${all}: ${reasons}. no new claims to deallocate, preemption: ${all}: ${preemption}.` };
}

/** Pods are spread: the emptiest node is the best one. */
function emptiest(nodes: readonly Node[], { pods }: Cluster): Node {
  const loads = new Map<string | undefined, number>();
  for (const { spec } of pods) loads.set(spec.nodeName, (loads.get(spec.nodeName) ?? 0) + 1);
  const loadOf = ({ metadata }: Node): number => loads.get(metadata.name) ?? 0;
  return nodes.reduce((best, node) => (loadOf(node) < loadOf(best) ? node : best));
}

/** What became of the attempt to make room, which never makes any here: no pod counts less than another. */
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';

/** `1 Insufficient cpu, 2 node(s) were unschedulable`, sorted as text. */
function countReasons(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

/** The first kind of reason that applies, as filters are asked one after the other. */
function objectionTo(pod: Pod, node: Node, cluster: Cluster): Objection | undefined {
  const own = ownObjection(pod, node);
  if (own !== undefined) return { reasons: [own], isFinal: true };
  const reasons = excess(pod, node, cluster.pods);
  if (reasons.length > 0) return { reasons, isFinal: isTooSmall(pod, node) };
  return neighboursObjection(pod, node, cluster);
}

/** What a node has against a pod whoever else is there. */
function ownObjection(pod: Pod, node: Node): string | undefined {
  if (node.spec.unschedulable === true && !toleratesUnschedulable(pod)) return 'node(s) were unschedulable';
  const taint = node.spec.taints?.find((one) => isAgainst(one, pod.spec.tolerations ?? []));
  if (taint !== undefined) return `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  return fitsSelector(pod, node) ? undefined : "node(s) didn't match Pod's node affinity/selector";
}

const UNSCHEDULABLE: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

const toleratesUnschedulable = ({ spec }: Pod): boolean => !isAgainst(UNSCHEDULABLE, spec.tolerations ?? []);

function isAgainst(taint: Taint, tolerations: readonly Toleration[]): boolean {
  return taint.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint));
}

function fitsSelector({ spec }: Pod, { metadata }: Node): boolean {
  const labels = metadata.labels ?? {};
  const isSelected = hasLabels(labels, spec.nodeSelector ?? {});
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!isSelected || required === undefined) return isSelected;
  const fields = { 'metadata.name': metadata.name };
  return (required.nodeSelectorTerms ?? []).some(
    ({ matchExpressions = [], matchFields = [] }) =>
      // An empty term matches nothing, as with the server.
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every((term) => fitsTerm(term, labels)) &&
      matchFields.every((term) => fitsTerm(term, fields)),
  );
}
