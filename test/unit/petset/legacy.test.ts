import { describe, expect, test } from 'vitest';
import { formatFieldError } from '../../../src/petset/field-error.js';
import { getIn } from '../../../src/petset/json-edit.js';
import type { Json } from '../../../src/petset/kubernetes.js';
import { translateLegacy } from '../../../src/petset/legacy.js';

const container = { name: 'install', image: 'busybox' };

function petSet(podAnnotations: Record<string, Json>, claimAnnotations: Record<string, Json> = {}): Json {
  return {
    apiVersion: 'apps/v1alpha1',
    kind: 'PetSet',
    metadata: { name: 'web' },
    spec: {
      template: { metadata: { annotations: podAnnotations }, spec: { containers: [] } },
      volumeClaimTemplates: [{ metadata: { name: 'www', annotations: claimAnnotations }, spec: {} }],
    },
  };
}

test('a set of 1.3 is one of ours', () => {
  const { document, translations } = translateLegacy(petSet({}));
  expect(getIn(document, ['apiVersion'])).toBe('petset.dev/v1alpha1');
  expect(translations.map(({ told }) => told)).toEqual(['apps/v1alpha1 became petset.dev/v1alpha1']);
});

test('a document of today comes back as it is', () => {
  const today = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'nginx', annotations: { a: 'b' } } };
  expect(translateLegacy(today)).toEqual({ document: today, translations: [], errors: [] });
});

describe('init containers', () => {
  test.each(['pod.alpha.kubernetes.io/init-containers', 'pod.beta.kubernetes.io/init-containers'])(
    '%s',
    (annotation) => {
      const { document, translations } = translateLegacy(
        petSet({ [annotation]: JSON.stringify([container]), other: 'x' }),
      );
      expect(getIn(document, ['spec', 'template', 'spec', 'initContainers'])).toEqual([container]);
      expect(getIn(document, ['spec', 'template', 'metadata', 'annotations'])).toEqual({ other: 'x' });
      expect(translations[1]).toEqual({
        path: ['spec', 'template', 'metadata', 'annotations', annotation],
        told: `annotation ${annotation} became spec.initContainers`,
      });
    },
  );

  test.each(['[{', '{}', '["a"]'])('%s is none, and the annotation is to blame', (nonsense) => {
    const { errors } = translateLegacy(petSet({ 'pod.beta.kubernetes.io/init-containers': nonsense }));
    expect(errors.map(formatFieldError)).toEqual([
      `spec.template.metadata.annotations[pod.beta.kubernetes.io/init-containers]: Invalid value: ${JSON.stringify(nonsense)}: must be a list of containers in JSON`,
    ]);
  });
});

describe('storage classes', () => {
  test('whatever alpha said, it meant the default class', () => {
    const { document } = translateLegacy(petSet({}, { 'volume.alpha.kubernetes.io/storage-class': 'anything' }));
    expect(getIn(document, ['spec', 'volumeClaimTemplates', 0])).toEqual({
      metadata: { name: 'www' },
      spec: {},
    });
  });

  test('beta named one', () => {
    const { document } = translateLegacy(petSet({}, { 'volume.beta.kubernetes.io/storage-class': 'fast' }));
    expect(getIn(document, ['spec', 'volumeClaimTemplates', 0, 'spec'])).toEqual({ storageClassName: 'fast' });
  });
});

test('a service that published pets before they were ready still does', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'nginx', annotations: { 'service.alpha.kubernetes.io/tolerate-unready-endpoints': 'true' } },
    spec: { clusterIP: 'None' },
  };
  expect(getIn(translateLegacy(service).document, ['spec'])).toEqual({
    clusterIP: 'None',
    publishNotReadyAddresses: true,
  });
});
