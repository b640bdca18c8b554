import { describe, expect, it } from 'vitest';

import { chooseNode } from '../../../../../src/sandbox/controllers/scheduler/nodes.js';
import type { Node } from '../../../../../src/sandbox/model/core.js';
import type { Pod, PodSpec } from '../../../../../src/sandbox/model/pod.js';

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
  ])('fits %s', (_what, spec, name) => {
    expect(chooseNode(pod(spec), [node('a'), node('b')], [])).toEqual({ node: name });
  });

  const preemption = (count: number): string =>
    `no new claims to deallocate, preemption: 0/${count} nodes are available: ${count} Preemption is not helpful for scheduling.`;

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
    ['has places', [node('a', {}, { pods: '0' })], {}, '1 Too many pods'],
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
