import type { Node } from '../../model/core.js';
import { own } from '../../model/json.js';
import type { Pod } from '../../model/pod.js';
import { isOver } from '../../model/pod.js';
import { podResources } from '../../model/pod-resources.js';
import { quantityNano } from '../../model/quantity.js';

const ONE = 1_000_000_000n;

/** What a node has too little of for one more pod: `Too many pods`, `Insufficient cpu`. */
export function excess(pod: Pod, node: Node, pods: readonly Pod[]): string[] {
  const allocatable = node.status.allocatable ?? {};
  const onNode = pods.filter((one) => one.spec.nodeName === node.metadata.name && !isOver(one));
  const most = allocatable.pods;
  const full = most !== undefined && BigInt(onNode.length + 1) * ONE > quantityNano(most) ? ['Too many pods'] : [];
  const wanted = podResources(pod.spec, 'requests');
  if (wanted.size === 0) return full;
  const used = onNode.map(({ spec }) => podResources(spec, 'requests'));
  const lacking = [...wanted].filter(([name, amount]) => {
    const sum = used.reduce((total, requests) => total + (requests.get(name) ?? 0n), amount);
    return sum > quantityNano(own(allocatable, name) ?? '0');
  });
  return [...full, ...lacking.map(([name]) => `Insufficient ${name}`)];
}

/** Whether a pod asks for more than the whole node has. */
export function isTooSmall(pod: Pod, { status }: Node): boolean {
  return [...podResources(pod.spec, 'requests')].some(
    ([name, amount]) => amount > quantityNano(own(status.allocatable, name) ?? '0'),
  );
}
