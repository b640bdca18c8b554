import { describe, expect, it } from 'vitest';

import { OwnerGraph } from '../../../../../src/sandbox/controllers/garbage/graph.js';
import type { KubeObject } from '../../../../../src/sandbox/model/meta.js';

const object = (uid: string, ...owners: string[]): KubeObject => ({
  kind: 'ConfigMap',
  apiVersion: 'v1',
  metadata: {
    name: uid,
    uid,
    ownerReferences: owners.map((owner) => ({ apiVersion: 'v1', kind: 'Pod', name: owner, uid: owner })),
  },
});

const names = (objects: readonly KubeObject[]): string[] => objects.map(({ metadata }) => metadata.name);

describe('who depends on whom', () => {
  it('follows owners that come and go', () => {
    const graph = new OwnerGraph();
    const before = object('a', 'x', 'y');
    const after = object('a', 'y');
    graph.set(before, undefined);
    graph.set(object('b', 'x'), undefined);
    expect([names(graph.dependentsOf('x')), names(graph.dependentsOf('y'))]).toEqual([['a', 'b'], ['a']]);
    graph.set(after, before);
    expect([names(graph.dependentsOf('x')), names(graph.dependentsOf('y'))]).toEqual([['b'], ['a']]);
    graph.remove(after);
    expect([names(graph.dependentsOf('y')), names(graph.dependentsOf('nobody'))]).toEqual([[], []]);
  });
});
