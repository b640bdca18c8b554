import { describe, expect, test } from 'vitest';
import { getIn } from '../../../../src/petset/json-edit.js';
import { writtenPlace } from '../../../../src/petset/legacy/origins.js';
import { errorsOf, pod, told, translate } from './translating.js';

const AFFINITY = 'scheduler.alpha.kubernetes.io/affinity';
const TOLERATIONS = 'scheduler.alpha.kubernetes.io/tolerations';
const CRITICAL = 'scheduler.alpha.kubernetes.io/critical-pod';
const term = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'a' } } };

describe('affinity', () => {
  const affinityOf = (annotation: object, spec = {}): unknown =>
    getIn(translate(pod({ [AFFINITY]: JSON.stringify(annotation) }, spec)).document, ['spec', 'affinity']);

  test('each kind of it is taken from the field, and else from the annotation', () => {
    const near = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    const field = { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } } };
    expect(affinityOf({ podAffinity: near, podAntiAffinity: near }, field)).toEqual({
      ...field.affinity,
      podAntiAffinity: near,
    });
  });

  test('a list of no namespaces meant all of them', () => {
    const required = [{ ...term, namespaces: [] }, { ...term, namespaces: ['a'] }, term];
    const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    expect(affinityOf(affinity)).toEqual({
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { ...term, namespaceSelector: {} },
          { ...term, namespaces: ['a'] },
          term,
        ],
      },
    });
  });

  test('nothing but what is there already is dropped', () => {
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } };
    const both = pod({ [AFFINITY]: JSON.stringify({ nodeAffinity }) }, { affinity: { nodeAffinity } });
    expect(told(both)).toEqual([`annotation ${AFFINITY} dropped: spec.affinity is there too, and counted`]);
  });

  test('what is of no such shape is told', () => {
    const nonsense = { nodeAffinity: { required: 1 }, podAffinity: [] };
    expect(errorsOf(pod({ [AFFINITY]: JSON.stringify(nonsense) }))).toEqual([
      `metadata.annotations[${AFFINITY}]: nodeAffinity.required: unknown field`,
      `metadata.annotations[${AFFINITY}]: podAffinity: Invalid value: []: must be a map`,
    ]);
  });
});

describe('tolerations', () => {
  test('come after those of the field, but for what is there already', () => {
    const there = { key: 'there', operator: 'Exists' };
    const text = JSON.stringify([there, { key: 'new' }]);
    const { document, origins } = translate(pod({ [TOLERATIONS]: text }, { tolerations: [there] }));
    expect(getIn(document, ['spec', 'tolerations'])).toEqual([there, { key: 'new' }]);
    const place = writtenPlace(origins, ['spec', 'tolerations', 1, 'key']);
    expect(place.offset).toBe(text.indexOf('"key":"new"'));
  });

  test('an operator that nobody knows is told', () => {
    expect(errorsOf(pod({ [TOLERATIONS]: '[{"key": "a", "operator": "Exist"}]' }))).toEqual([
      `metadata.annotations[${TOLERATIONS}]: [0].operator: Unsupported value: "Exist": supported values: "Exists", "Equal"`,
    ]);
  });
});

describe('a critical pod', () => {
  const classOf = (value: string, namespace?: string, spec = {}): unknown =>
    getIn(translate(pod({ [CRITICAL]: value }, spec), { namespace }).document, ['spec', 'priorityClassName']);

  test.each([
    ['', 'kube-system', 'system-cluster-critical'],
    ['true', 'kube-system', undefined],
    ['', 'default', undefined],
    ['', undefined, undefined],
  ])('%j in %s', (value, namespace, expected) => {
    expect(classOf(value, namespace)).toBe(expected);
  });

  test('keeps the class that it has', () => {
    expect(classOf('', 'kube-system', { priorityClassName: 'mine' })).toBe('mine');
  });

  test('of a document that names its namespace is one of that', () => {
    const named = {
      apiVersion: 'v1',
      kind: 'Pod',
      spec: {},
      metadata: { name: 'a', namespace: 'kube-system', annotations: { [CRITICAL]: '' } },
    };
    expect(getIn(translate(named, { namespace: 'other' }).document, ['spec'])).toEqual({
      priorityClassName: 'system-cluster-critical',
    });
  });
});
