import { describe, expect, it } from 'vitest';

import { neighboursObjection } from '../../../../../src/sandbox/controllers/scheduler/neighbours.js';
import type { Namespace, Node } from '../../../../../src/sandbox/model/core.js';
import type { Pod } from '../../../../../src/sandbox/model/pod.js';
import type { Affinity, PodAffinityTerm } from '../../../../../src/sandbox/model/placement.js';

const HOST = 'kubernetes.io/hostname';

const node = (name: string, labels: Record<string, string> = { [HOST]: name, zone: 'z' }): Node => ({
  kind: 'Node',
  apiVersion: 'v1',
  metadata: { name, labels },
  spec: {},
  status: {},
});

const namespace = (name: string, labels: Record<string, string> = {}): Namespace => ({
  kind: 'Namespace',
  apiVersion: 'v1',
  metadata: { name, labels },
  spec: {},
  status: {},
});

interface Given {
  readonly app?: string;
  readonly on?: string;
  readonly in?: string;
  readonly affinity?: Affinity;
  readonly phase?: string;
}

const pod = ({ app = 'web', on, in: where = 'x', affinity, phase = 'Running' }: Given): Pod => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'p', namespace: where, labels: { app } },
  spec: { containers: [], ...(on !== undefined && { nodeName: on }), ...(affinity !== undefined && { affinity }) },
  status: { phase },
});

const term = (app: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm => ({
  topologyKey: HOST,
  labelSelector: { matchLabels: { app } },
  ...more,
});
const near = (...terms: PodAffinityTerm[]): Affinity => ({
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
const far = (...terms: PodAffinityTerm[]): Affinity => ({
  podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});

const NODES = [node('a'), node('b'), node('nowhere', {})];
const NAMESPACES = [namespace('x'), namespace('y', { team: 'y' })];

/** Why the first node is not for a pod, beside those that are there. */
const objection = (given: Given, others: readonly Given[], to = 'a'): string | undefined => {
  const cluster = { nodes: NODES, pods: others.map(pod), namespaces: NAMESPACES };
  return neighboursObjection(pod(given), NODES.find(({ metadata }) => metadata.name === to) ?? node(to), cluster)
    ?.reasons[0];
};

const UNWANTED = "node(s) didn't match pod anti-affinity rules";
const UNMET = "node(s) didn't match pod affinity rules";
const REFUSED = "node(s) didn't satisfy existing pods anti-affinity rules";

describe('the neighbours of a pod', () => {
  it.each<[string, Given, Given[], string | undefined]>([
    ['are anybody', {}, [{ on: 'a' }], undefined],
    ['are not whom it avoids', { affinity: far(term('web')) }, [{ on: 'a' }], UNWANTED],
    ['may be on another node', { affinity: far(term('web')) }, [{ on: 'b' }], undefined],
    ['may be of another sort', { affinity: far(term('db')) }, [{ on: 'a' }], undefined],
    ['may be over', { affinity: far(term('web')) }, [{ on: 'a', phase: 'Succeeded' }], undefined],
    ['are not in the same zone', { affinity: far(term('web', { topologyKey: 'zone' })) }, [{ on: 'b' }], UNWANTED],
    ['may avoid it', {}, [{ on: 'a', affinity: far(term('web')) }], REFUSED],
    ['are whom it wants', { affinity: near(term('db')) }, [{ app: 'db', on: 'a' }], undefined],
    ['are not elsewhere', { affinity: near(term('db')) }, [{ app: 'db', on: 'b' }], UNMET],
    ['are missed', { affinity: near(term('db')) }, [], UNMET],
    ['are missed by the first of its kind', { affinity: near(term('web')) }, [], undefined],
    ['are of its namespace', { affinity: far(term('web')) }, [{ on: 'a', in: 'y' }], undefined],
    ['are of a namespace', { affinity: far(term('web', { namespaces: ['y'] })) }, [{ on: 'a', in: 'y' }], UNWANTED],
    [
      'are of chosen namespaces',
      { affinity: far(term('web', { namespaceSelector: { matchLabels: { team: 'y' } } })) },
      [{ on: 'a', in: 'y' }],
      UNWANTED,
    ],
  ])('%s', (_what, given, others, words) => {
    expect(objection(given, others)).toBe(words);
  });

  it('are not looked for on a node that is nowhere', () => {
    expect(objection({ affinity: near(term('web')) }, [], 'nowhere')).toBe(UNMET);
    expect(objection({ affinity: far(term('web')) }, [{ on: 'nowhere' }], 'nowhere')).toBeUndefined();
  });
});
