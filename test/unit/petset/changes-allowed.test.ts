import { expect, test } from 'vitest';
import { refusedChanges, replacing } from '../../../src/petset/changes-allowed.js';
import { describeRefusedChange } from '../../../src/petset/claim-templates.js';
import type { WrittenSpec } from '../../../src/petset/defaults.js';
import type { PetSet } from '../../../src/petset/petset.js';
import { CHANGE_CAUSE_ANNOTATION } from '../../../src/petset/revision.js';
import { webSet } from '../../fixtures/sets.js';

const refusals = (spec: Partial<WrittenSpec>): readonly string[] =>
  refusedChanges(webSet(), webSet(spec)).map(describeRefusedChange);

test.each<[string, Partial<WrittenSpec>]>([
  ['replicas', { replicas: 7 }],
  ['minReadySeconds', { minReadySeconds: 5 }],
  ['ordinals', { ordinals: { start: 2 } }],
  ['revisionHistoryLimit', { revisionHistoryLimit: 1 }],
  ['updateStrategy', { updateStrategy: { type: 'RollingUpdate' } }],
  [
    'template',
    { template: { metadata: { labels: { app: 'nginx' } }, spec: { containers: [{ name: 'b', image: 'b' }] } } },
  ],
])('%s may change', (_field, spec) => {
  expect(refusals(spec)).toEqual([]);
});

test('the others may not, all of them told with what they are and were to become', () => {
  expect(
    refusals({
      serviceName: 'other',
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: { app: 'nginx', tier: 'a' } },
    }),
  ).toEqual([
    'spec.selector: is {"matchLabels":{"app":"nginx"}} and cannot become {"matchLabels":{"app":"nginx","tier":"a"}}: it says which pods are the pets',
    'spec.serviceName: is "nginx" and cannot become "other": the DNS names of the pets depend on it',
    'spec.podManagementPolicy: is "OrderedReady" and cannot become "Parallel": the pets were promised that order',
  ]);
});

test('the order of fields is no change', () => {
  const selector = (labels: readonly string[]): Partial<WrittenSpec> => ({
    selector: { matchLabels: Object.fromEntries(labels.map((label) => [label, 'x'])) },
  });
  expect(refusedChanges(webSet(selector(['a', 'b'])), webSet(selector(['b', 'a'])))).toEqual([]);
});

test('the cause of the last change stays with the set, unless the new one has its own', () => {
  const caused = (cause: string): PetSet => ({
    ...webSet(),
    metadata: { name: 'web', annotations: { [CHANGE_CAUSE_ANNOTATION]: cause } },
  });
  expect(replacing(caused('old'), webSet()).metadata).toEqual(caused('old').metadata);
  expect(replacing(caused('old'), caused('new')).metadata).toEqual(caused('new').metadata);
  expect(replacing(webSet(), webSet()).metadata).toEqual({ name: 'web' });
});
