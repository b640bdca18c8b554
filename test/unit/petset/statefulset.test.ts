import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withDefaults } from '../../../src/petset/defaults.js';
import type { PetSet } from '../../../src/petset/petset.js';
import { readPetSet } from '../../../src/petset/read-petset.js';
import {
  MIGRATED_ANNOTATION,
  petSetDocument,
  plainTemplate,
  type StatefulSet,
  statefulSetOf,
} from '../../../src/petset/statefulset.js';
import { webSet } from '../../fixtures/sets.js';

/** As a server of 1.34 sends it, with all that it fills in. */
const SERVED: StatefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: {
    name: 'web',
    namespace: 'default',
    uid: 'uid-of-web',
    resourceVersion: '7',
    generation: 2,
    labels: { team: 'db' },
    annotations: {
      'kubernetes.io/change-cause': 'first',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      [MIGRATED_ANNOTATION]: 'uid-of-record',
    },
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'nginx' } },
    serviceName: 'nginx',
    template: { metadata: { labels: { app: 'nginx' } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1' }] } },
    volumeClaimTemplates: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'www' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        status: { phase: 'Pending' },
      },
    ],
    podManagementPolicy: 'Parallel',
    minReadySeconds: 5,
    ordinals: { start: 2 },
    revisionHistoryLimit: 4,
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' },
  },
};

const setOf = (statefulSet: StatefulSet): PetSet => {
  const read = readPetSet(petSetDocument(statefulSet).document);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.set;
};

describe('a StatefulSet as a set', () => {
  test('wants the same, field by field', () => {
    const { metadata, spec } = setOf(SERVED);
    expect(metadata).toEqual({
      name: 'web',
      labels: { team: 'db' },
      annotations: { 'kubernetes.io/change-cause': 'first' },
    });
    expect(spec).toEqual({
      ...SERVED.spec,
      volumeClaimTemplates: [{ metadata: { name: 'www' }, spec: SERVED.spec.volumeClaimTemplates?.[0]?.spec }],
      ordinals: { start: 2, reserve: [], overrides: [] },
    });
  });

  test('says which fields a set does not have', () => {
    const spec = { ...SERVED.spec, somethingNew: { a: 1 } };
    const { document, dropped } = petSetDocument({ ...SERVED, spec });
    expect(dropped).toEqual(['somethingNew']);
    expect(JSON.stringify(document)).not.toContain('somethingNew');
  });

  test('has no creationTimestamp: null in its template, as servers before 1.34 wrote it', () => {
    const metadata = { labels: { app: 'nginx' }, creationTimestamp: null as unknown as string };
    const template = { ...SERVED.spec.template, metadata };
    expect(plainTemplate(template)).toEqual(SERVED.spec.template);
  });
});

test('a StatefulSet of a set has its namespace, and no field of a set’s own', () => {
  const { metadata, spec } = statefulSetOf(webSet(), 'default');
  expect(metadata).toEqual({ name: 'web', namespace: 'default' });
  expect(Object.keys(spec)).not.toContain('ordinals');
});

const names = fc.stringMatching(/^[a-z]{1,8}$/);
const sets = fc
  .record({
    replicas: fc.nat(9),
    start: fc.nat(9),
    labels: fc.option(fc.dictionary(names, names), { nil: undefined }),
    serviceName: names,
    image: names,
    templates: fc.uniqueArray(names, { maxLength: 3 }),
    podManagementPolicy: fc.constantFrom('OrderedReady' as const, 'Parallel' as const),
    minReadySeconds: fc.nat(9),
    revisionHistoryLimit: fc.nat(20),
    updateStrategy: fc.oneof(
      fc.constant({ type: 'OnDelete' as const }),
      fc.record({
        type: fc.constant('RollingUpdate' as const),
        rollingUpdate: fc.record({ partition: fc.nat(9), maxUnavailable: fc.constantFrom(1, 2, '50%') }),
      }),
    ),
    whenDeleted: fc.constantFrom('Retain' as const, 'Delete' as const),
    whenScaled: fc.constantFrom('Retain' as const, 'Delete' as const),
  })
  .map(({ start, labels, image, templates, whenDeleted, whenScaled, ...spec }) =>
    withDefaults({
      metadata: { name: 'web', ...(labels && { labels }) },
      spec: {
        ...spec,
        ordinals: { start },
        template: { metadata: { labels: { app: 'nginx' } }, spec: { containers: [{ name: 'nginx', image }] } },
        volumeClaimTemplates: templates.map((name) => ({
          metadata: { name },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        })),
        persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled },
      },
    }),
  );

test('to a StatefulSet and back, nothing is lost of what both have', () => {
  fc.assert(
    fc.property(sets, (set) => {
      expect(setOf(statefulSetOf(set, 'default'))).toEqual(set);
    }),
  );
});

test('to a set and back, nothing is lost of what both have', () => {
  fc.assert(
    fc.property(sets, (set) => {
      const statefulSet = statefulSetOf(set, 'default');
      expect(statefulSetOf(setOf(statefulSet), 'default')).toEqual(statefulSet);
    }),
  );
});
