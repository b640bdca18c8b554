import { describe, expect, it } from 'vitest';

import { Heartbeats } from '../../../../../src/sandbox/controllers/nodes/heartbeats.js';
import { toleratedMs } from '../../../../../src/sandbox/controllers/nodes/taint-eviction.js';
import { taintsFor } from '../../../../../src/sandbox/controllers/nodes/taints.js';
import type { Node, Taint } from '../../../../../src/sandbox/model/core.js';

const NOW = '2026-01-01T00:00:00Z';
const node = (ready: string, spec: Node['spec'] = {}): Node => ({
  kind: 'Node',
  apiVersion: 'v1',
  metadata: { name: 'n', uid: 'u' },
  spec,
  status: { conditions: [{ type: 'Ready', status: ready, lastHeartbeatTime: NOW }] },
});
const words = (taints: readonly Taint[] | undefined): string[] | undefined =>
  taints?.map(({ key, effect }) => `${key.replace('node.kubernetes.io/', '')}:${effect}`);

describe('the taints of a node', () => {
  it.each<[string, Node, boolean, string[] | undefined]>([
    ['one that is well has none', node('True'), true, undefined],
    ['lost', node('Unknown'), true, ['unreachable:NoSchedule', 'unreachable:NoExecute']],
    ['lost with all others', node('Unknown'), false, ['unreachable:NoSchedule']],
    ['not ready', node('False'), true, ['not-ready:NoSchedule', 'not-ready:NoExecute']],
    ['cordoned', node('True', { unschedulable: true }), true, ['unschedulable:NoSchedule']],
    [
      'back again, with one of somebody else',
      node('True', {
        taints: [
          { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
          { key: 'mine', effect: 'NoSchedule' },
        ],
      }),
      true,
      ['mine:NoSchedule'],
    ],
    [
      'what it has is left alone',
      node('True', {
        unschedulable: true,
        taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }],
      }),
      true,
      undefined,
    ],
  ])('%s', (_what, subject, mayEvict, taints) => {
    expect(words(taintsFor(subject, mayEvict, NOW))).toEqual(taints);
  });

  it('say since when', () => {
    expect(taintsFor(node('True', { unschedulable: true }), true, NOW)?.[0]?.timeAdded).toBe(NOW);
  });
});

describe('a pod on a tainted node stays', () => {
  const taint = { key: 'k', effect: 'NoExecute' };
  it.each([
    ['for ever, where there is no taint', [], [], Infinity],
    ['not at all, where it tolerates nothing', [taint], [], 0],
    ['for ever, where it tolerates it', [taint], [{ key: 'k', operator: 'Exists' }], Infinity],
    ['as long as it tolerates it', [taint], [{ key: 'k', operator: 'Exists', tolerationSeconds: 300 }], 300_000],
    [
      'as long as the shortest',
      [taint],
      [
        { operator: 'Exists', tolerationSeconds: 60 },
        { key: 'k', operator: 'Exists', tolerationSeconds: 300 },
      ],
      60_000,
    ],
    [
      'not at all, where one of two is not tolerated',
      [taint, { ...taint, key: 'l' }],
      [{ key: 'k', operator: 'Exists' }],
      0,
    ],
  ])('%s', (_what, taints, tolerations, ms) => {
    expect(toleratedMs(taints, tolerations)).toBe(ms);
  });
});

describe('a node counts as lost', () => {
  it('after ten looks without a sign of it, and not any more after the next sign', () => {
    const heartbeats = new Heartbeats();
    const look = (renewTime: string): boolean =>
      heartbeats.look(node('True'), { kind: 'Lease', apiVersion: 'v1', metadata: { name: 'n' }, spec: { renewTime } });
    expect(Array.from({ length: 12 }, () => look('1')).lastIndexOf(true)).toBe(9);
    expect(look('2')).toBe(true);
  });
});
