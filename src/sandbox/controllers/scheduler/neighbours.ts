import type { Namespace, Node } from '../../model/core.js';
import { own } from '../../model/json.js';
import { matchesSelector } from '../../model/labels.js';
import type { Pod } from '../../model/pod.js';
import type { PodAffinityTerm } from '../../model/placement.js';
import { isOver } from '../../model/pod.js';

/** What is in the cluster that a pod has to get along with. */
export interface Cluster {
  readonly nodes: readonly Node[];
  /** Those that have a node. */
  readonly pods: readonly Pod[];
  readonly namespaces: readonly Namespace[];
}

/** Why a node does not take a pod, in the scheduler's words. */
export interface Objection {
  readonly reasons: readonly string[];
  /** It would not even if other pods went. */
  readonly isFinal: boolean;
}

const UNMET: Objection = { reasons: ["node(s) didn't match pod affinity rules"], isFinal: true };
const UNWANTED: Objection = { reasons: ["node(s) didn't match pod anti-affinity rules"], isFinal: false };
const REFUSED: Objection = { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], isFinal: false };

/**
 * Why a pod may not live with those that are where the node is; nothing if it may. Only what is required counts
 * (kubernetes pkg/scheduler/framework/plugins/interpodaffinity/filtering.go).
 */
export function neighboursObjection(pod: Pod, node: Node, cluster: Cluster): Objection | undefined {
  const settled = cluster.pods.filter((one) => !isOver(one));
  const isNear = ({ topologyKey }: PodAffinityTerm, other: Pod): boolean =>
    isSameTopology(topologyKey, node, other, cluster);
  const meets = (term: PodAffinityTerm): boolean =>
    settled.some((other) => isMeant(term, pod, other, cluster) && isNear(term, other));
  const wanted = pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  if (!wanted.every(meets) && !isFirstOfItsKind(pod, wanted, settled, node, cluster)) return UNMET;
  if (antiAffinityOf(pod).some(meets)) return UNWANTED;
  const isRefused = settled.some((other) =>
    antiAffinityOf(other).some((term) => isMeant(term, other, pod, cluster) && isNear(term, other)),
  );
  return isRefused ? REFUSED : undefined;
}

const antiAffinityOf = ({ spec }: Pod): PodAffinityTerm[] =>
  spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];

/** Pods that want to be together with their like: somebody has to come first. */
function isFirstOfItsKind(
  pod: Pod,
  wanted: readonly PodAffinityTerm[],
  settled: readonly Pod[],
  { metadata }: Node,
  cluster: Cluster,
): boolean {
  const isNobodyThere = wanted.every((term) => !settled.some((other) => isMeant(term, pod, other, cluster)));
  const hasPlace = wanted.every(({ topologyKey }) => own(metadata.labels, topologyKey) !== undefined);
  return isNobodyThere && hasPlace && wanted.every((term) => isMeant(term, pod, pod, cluster));
}

/** Whether a term of the affinity of `owner` is about `other`. */
function isMeant(term: PodAffinityTerm, owner: Pod, { metadata }: Pod, { namespaces }: Cluster): boolean {
  const { namespace = '' } = metadata;
  const labels = namespaces.find(({ metadata: one }) => one.name === namespace)?.metadata.labels;
  const isNamed = term.namespaces?.includes(namespace) === true || matchesSelector(term.namespaceSelector, labels);
  const isOwn = (term.namespaces ?? []).length === 0 && term.namespaceSelector === undefined;
  const isInReach = isOwn ? namespace === owner.metadata.namespace : isNamed;
  return isInReach && matchesSelector(term.labelSelector, metadata.labels);
}

/** Nodes are in the same place if they agree on its label; one without the label is nowhere. */
function isSameTopology(key: string, { metadata }: Node, { spec }: Pod, { nodes }: Cluster): boolean {
  const place = own(metadata.labels, key);
  const home = nodes.find(({ metadata: one }) => one.name === spec.nodeName);
  return place !== undefined && own(home?.metadata.labels, key) === place;
}
