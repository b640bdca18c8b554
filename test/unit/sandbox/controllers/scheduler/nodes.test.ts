import { describe, expect, it } from 'vitest';

import { chooseNode as choose } from '../../../../../src/sandbox/controllers/scheduler/nodes.js';
import type { Choice } from '../../../../../src/sandbox/controllers/scheduler/nodes.js';
import type { Node } from '../../../../../src/sandbox/model/core.js';
import type { Pod, PodSpec } from '../../../../../src/sandbox/model/pod.js';
import type { Affinity, NodeSelectorTerm } from '../../../../../src/sandbox/model/placement.js';

const chooseNode = (pod: Pod, nodes: readonly Node[], pods: readonly Pod[]): Choice =>
  choose(pod, { nodes, pods, namespaces: [] });

const meta = { apiVersion: 'v1' };

const node = (
  name: string,
  spec: Node['spec'] = {},
  allocatable: Record<string, string> = { cpu: '2', pods: '3' },
): Node => ({
  ...meta,
  kind: 'Node',
  metadata: { name, labels: { zone: name, size: '4' } },
  spec,
  status: { allocatable },
});

const pod = (spec: Partial<PodSpec> = {}, phase = 'Running'): Pod => ({
  ...meta,
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [], ...spec },
  status: { phase },
});

const asking = (cpu: string): Partial<PodSpec> => ({
  containers: [{ name: 'c', resources: { requests: { cpu } } }],
});

const affine = (key: string, operator: string, ...values: string[]): Partial<PodSpec> => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }],
      },
    },
  },
});

const nodeAffinity = (nodeSelectorTerms: NodeSelectorTerm[]): Affinity => ({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
});

describe('the node of a pod', () => {
  it.each<[string, Partial<PodSpec>, string]>([
    ['anything', {}, 'a'],
    ['a selector', { nodeSelector: { zone: 'b' } }, 'b'],
    ['In', affine('zone', 'In', 'b', 'c'), 'b'],
    ['NotIn', affine('zone', 'NotIn', 'a'), 'b'],
    ['Exists', affine('zone', 'Exists'), 'a'],
    ['DoesNotExist', affine('other', 'DoesNotExist'), 'a'],
    ['Gt', affine('size', 'Gt', '3'), 'a'],
    ['Lt', affine('size', 'Lt', '5'), 'a'],
    [
      'one of several terms',
      { affinity: nodeAffinity([{}, { matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }] }]) },
      'b',
    ],
  ])('fits %s', (_what, spec, name) => {
    expect(chooseNode(pod(spec), [node('a'), node('b')], [])).toEqual({ node: name });
  });

  const preemption = (count: number, helpful = 0): string => {
    const words = [
      [helpful, 'No preemption victims found for incoming pod'],
      [count - helpful, 'Preemption is not helpful for scheduling'],
    ].flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]));
    return `no new claims to deallocate, preemption: 0/${count} nodes are available: ${words.sort().join(', ')}.`;
  };

  it.each<[string, Node[], Partial<PodSpec>, string]>([
    ['matches', [node('a')], { nodeSelector: { zone: 'x' } }, "1 node(s) didn't match Pod's node affinity/selector"],
    ['is open', [node('a', { unschedulable: true })], {}, '1 node(s) were unschedulable'],
    [
      'is free of taints',
      [node('a', { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] })],
      {},
      '1 node(s) had untolerated taint {k: v}',
    ],
    ['has room', [node('a')], asking('3'), '1 Insufficient cpu'],
    [
      'has an empty term to match',
      [node('a')],
      { affinity: nodeAffinity([{}]) },
      "1 node(s) didn't match Pod's node affinity/selector",
    ],
    [
      'fits, for several reasons',
      [node('b', { unschedulable: true }), node('a', {}, { cpu: '1' }), node('c', {}, { cpu: '1' })],
      asking('2'),
      '1 node(s) were unschedulable, 2 Insufficient cpu',
    ],
  ])('is told when none %s', (_what, nodes, spec, words) => {
    const problem = `0/${nodes.length} nodes are available: ${words}. ${preemption(nodes.length)}`;
    expect(chooseNode(pod(spec), nodes, [])).toEqual({ problem });
  });

  it('could be one that others would have to leave', () => {
    const problem = (...given: Parameters<typeof chooseNode>): string | undefined => chooseNode(...given).problem;
    const words = `0/1 nodes are available: 1 Too many pods. ${preemption(1, 1)}`;
    expect(problem(pod(), [node('a', {}, { pods: '0' })], [])).toBe(words);
    const busy = pod({ ...asking('1500m'), nodeName: 'a' });
    const lacking = `0/1 nodes are available: 1 Insufficient cpu. ${preemption(1, 1)}`;
    expect(problem(pod(asking('1')), [node('a')], [busy])).toBe(lacking);
  });

  it('is told when there is none at all', () => {
    expect(chooseNode(pod(), [], [])).toEqual({ problem: 'no nodes available to schedule pods' });
  });

  it('may be one with a taint that it tolerates', () => {
    const tainted = [node('a', { taints: [{ key: 'k', value: 'v', effect: 'NoExecute' }] })];
    const tolerating = (toleration: object): unknown =>
      chooseNode(pod({ tolerations: [toleration] }), tainted, []).node;
    expect(tolerating({ key: 'k', value: 'v' })).toBe('a');
    expect(tolerating({ key: 'k', operator: 'Exists', effect: 'NoExecute' })).toBe('a');
    expect(tolerating({ operator: 'Exists' })).toBe('a');
    expect(tolerating({ key: 'k', value: 'w' })).toBeUndefined();
    expect(tolerating({ key: 'k', operator: 'Exists', effect: 'NoSchedule' })).toBeUndefined();
  });

  it('has only what others leave of it', () => {
    const other = (phase: string): Pod => pod({ ...asking('1500m'), nodeName: 'a' }, phase);
    expect(chooseNode(pod(asking('1')), [node('a')], [other('Running')]).node).toBeUndefined();
    expect(chooseNode(pod(asking('1')), [node('a')], [other('Succeeded')]).node).toBe('a');
  });

  it('has room for the greediest init container', () => {
    const spec = { ...asking('1'), initContainers: [{ name: 'i', resources: { requests: { cpu: '3' } } }] };
    expect(chooseNode(pod(spec), [node('a')], []).node).toBeUndefined();
  });
});
