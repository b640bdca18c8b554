import { describe, expect, test } from 'vitest';
import { getIn, setIn } from '../../../../src/petset/json-edit.js';
import type { Json } from '../../../../src/petset/kubernetes.js';
import { writtenPlace } from '../../../../src/petset/legacy/origins.js';
import { errorsOf, petSet, told, translate } from './translating.js';

const set = (apiVersion: string, kind: string, spec: Record<string, Json> = {}): Json => ({
  apiVersion,
  kind,
  metadata: { name: 'web' },
  spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } }, ...spec },
});
const selector = { matchLabels: { app: 'web' } };

describe('a version has the defaults that it had then', () => {
  test.each([
    ['apps/v1alpha1', 'PetSet', undefined, 'OnDelete'],
    ['apps/v1beta1', 'StatefulSet', undefined, 'OnDelete'],
    ['apps/v1beta2', 'StatefulSet', 'RollingUpdate', undefined],
    ['apps/v1', 'StatefulSet', 'RollingUpdate', undefined],
    ['petset.dev/v1alpha1', 'PetSet', undefined, 'OnDelete'],
  ])('%s %s', (apiVersion, kind, inPetSet, inStatefulSet) => {
    const written = set(apiVersion, kind, { selector });
    const petset = translate(written).document;
    expect(petset).toMatchObject({ apiVersion: 'petset.dev/v1alpha1', kind: 'PetSet' });
    expect(getIn(petset, ['spec', 'updateStrategy', 'type'])).toBe(inPetSet);
    const statefulSet = translate(written, { target: 'statefulset' }).document;
    expect(statefulSet).toMatchObject({ apiVersion: 'apps/v1', kind: 'StatefulSet' });
    expect(getIn(statefulSet, ['spec', 'updateStrategy', 'type'])).toBe(inStatefulSet);
  });

  test('what is written counts', () => {
    const written = set('apps/v1', 'StatefulSet', { selector, updateStrategy: { type: 'OnDelete' } });
    expect(getIn(translate(written).document, ['spec', 'updateStrategy'])).toEqual({ type: 'OnDelete' });
  });

  test.each(['apps/v1alpha1 PetSet', 'apps/v1beta1 StatefulSet'])(
    '%s takes selector and labels from the template',
    (name) => {
      const [apiVersion = '', kind = ''] = name.split(' ');
      const { document } = translate(set(apiVersion, kind));
      expect(getIn(document, ['spec', 'selector'])).toEqual(selector);
      expect(getIn(document, ['metadata', 'labels'])).toEqual({ app: 'web' });
    },
  );

  test.each(['apps/v1beta2', 'apps/v1'])('%s has no default for the selector', (apiVersion) => {
    expect(errorsOf(set(apiVersion, 'StatefulSet'))).toEqual([
      'spec.selector: Required value: this version has no default for it',
    ]);
  });
});

test('a status is nobody’s wish', () => {
  const written = setIn(petSet(), ['status', 'replicas'], 1);
  expect(getIn(translate(written).document, ['status'])).toBeUndefined();
});

describe('what a set overwrote', () => {
  const claims = [{ metadata: { name: 'data' }, spec: {} }];
  const withPod = (spec: Record<string, Json>, more: Record<string, Json> = {}): Json =>
    petSet({ template: { metadata: { labels: { app: 'web' } }, spec }, ...more });

  test('host name and subdomain, of which a set without a service has its own', () => {
    expect(
      getIn(translate(withPod({ hostname: 'a', subdomain: 'b' }, { serviceName: 'c' })).document, [
        'spec',
        'template',
        'spec',
      ]),
    ).toEqual({});
    expect(getIn(translate(withPod({ subdomain: 'b' })).document, ['spec', 'template', 'spec'])).toEqual({
      subdomain: 'b',
    });
    expect(told(withPod({ hostname: 'a' })).at(-1)).toBe(
      'spec.template.spec.hostname ignored: the host name of a pet is its name',
    );
  });

  test('a volume of the name of a claim, and the others keep their places', () => {
    const volumes = [
      { name: 'data', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ];
    const { document, origins } = translate(withPod({ volumes }, { volumeClaimTemplates: claims }));
    const place = ['spec', 'template', 'spec', 'volumes'];
    expect(getIn(document, place)).toEqual([{ name: 'tmp', emptyDir: {} }]);
    expect(writtenPlace(origins, [...place, 0, 'name'])).toEqual({ path: [...place, 1, 'name'] });
    expect(told(withPod({ volumes }, { volumeClaimTemplates: claims })).at(-1)).toBe(
      'the volume data gives way to the claim that each pet has of that name',
    );
  });

  test('also in a set of ours', () => {
    const ours = set('petset.dev/v1alpha1', 'PetSet', { template: { spec: { hostname: 'a' } } });
    expect(getIn(translate(ours).document, ['spec', 'template'])).toEqual({ spec: {} });
  });
});

describe('a StatefulSet has not all that a PetSet of ours has', () => {
  const ours = (spec: Record<string, Json>): Json => set('petset.dev/v1alpha1', 'PetSet', spec);
  const target = 'statefulset';

  test('it cannot skip ordinals, and its pods are all alike', () => {
    expect(
      errorsOf(ours({ ordinals: { reserve: [1], overrides: [{ ordinal: 0, template: {} }] } }), { target }),
    ).toEqual([
      'spec.ordinals.reserve: Forbidden: a StatefulSet cannot skip ordinals',
      'spec.ordinals.overrides: Forbidden: the pods of a StatefulSet are all alike',
    ]);
    expect(
      getIn(translate(ours({ ordinals: { start: 1, reserve: [] } }), { target }).document, ['spec', 'ordinals']),
    ).toEqual({
      start: 1,
    });
  });

  test('it cannot be paused', () => {
    const braked = petSet({}, { 'pod.alpha.kubernetes.io/initialized': 'false' });
    const place = ['spec', 'template', 'metadata', 'annotations'];
    expect(getIn(translate(braked).document, place)).toEqual({ 'pod.alpha.kubernetes.io/initialized': 'false' });
    expect(getIn(translate(braked, { target }).document, place)).toBeUndefined();
  });

  test('it has other ways to say what a pet is called', () => {
    const containers = [
      { name: 'a', args: ['$(PET_NAME)-$(PET_ORDINAL)'], env: [{ name: 'X', value: '$(PET_ORDINAL)' }] },
      { name: 'b', args: ['$$(PET_NAME)'] },
      { name: 'c', args: ['$(PET_NAME)'], env: [{ name: 'PET_NAME', value: 'own' }] },
    ];
    const { document } = translate(ours({ selector, template: { spec: { containers } } }), { target });
    const [a, ...others] = containers;
    expect(getIn(document, ['spec', 'template', 'spec', 'containers'])).toEqual([
      {
        ...a,
        env: [
          {
            name: 'PET_ORDINAL',
            valueFrom: { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } },
          },
          { name: 'PET_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'X', value: '$(PET_ORDINAL)' },
        ],
      },
      ...others,
    ]);
  });
});
