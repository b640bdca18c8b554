import { describe, expect, test } from 'vitest';
import { describeForbidden, describeRefusedChange, refusedChanges } from '../../../src/petset/changes-allowed.js';
import type { WrittenSpec } from '../../../src/petset/defaults.js';
import type { ClaimTemplate, PetSet } from '../../../src/petset/petset.js';
import { claim, webSet } from '../../fixtures/sets.js';

const www = (storage: string, more: object = {}): ClaimTemplate => ({
  metadata: { name: 'www' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...more },
});

/** As a template may be written; no type of ours has a null. */
const NULLS: object = JSON.parse('{"storageClassName": null, "volumeMode": null}') as object;

const { template } = webSet().spec;

/** The lines that are told of a set that becomes another one; none where it may. */
function told(to: Partial<WrittenSpec>, from: Partial<WrittenSpec> = {}): readonly string[] {
  return refusedChanges(webSet(from), webSet(to)).map(describeRefusedChange);
}

const MAY: readonly (readonly [what: string, to: Partial<WrittenSpec>])[] = [
  ['nothing at all', {}],
  ['replicas', { replicas: 7 }],
  ['the template', { template: { ...template, spec: { containers: [{ name: 'nginx', image: 'nginx-slim:0.9' }] } } }],
  ['updateStrategy', { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }],
  ['minReadySeconds', { minReadySeconds: 5 }],
  ['the first ordinal', { ordinals: { start: 3 } }],
  ['reserved ordinals', { ordinals: { reserve: [1] } }],
  ['overrides', { ordinals: { overrides: [{ ordinal: 0, template: { spec: { nodeName: 'n' } } }] } }],
  ['revisionHistoryLimit', { revisionHistoryLimit: 0 }],
  ['the retention policy', { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } }],
  ['a larger claim', { volumeClaimTemplates: [www('2Gi')] }],
  ['a field of a claim that is null, since that says nothing', { volumeClaimTemplates: [www('1Gi', NULLS)] }],
  ['the same size in other words', { volumeClaimTemplates: [www('1024Mi')] }],
  ['a selector that says the same', { selector: { matchLabels: { app: 'nginx' } } }],
];

describe('may change:', () => {
  test.each(MAY)('%s', (_what, to) => {
    expect(told(to)).toEqual([]);
  });

  test('labels and annotations of the set', () => {
    const set: PetSet = { ...webSet(), metadata: { name: 'web', labels: { a: 'b' }, annotations: { c: 'd' } } };
    expect(refusedChanges(webSet(), set)).toEqual([]);
  });
});

const MUST_NOT: readonly (readonly [what: string, to: Partial<WrittenSpec>, line: string])[] = [
  [
    'serviceName',
    { serviceName: 'other' },
    'spec.serviceName: was "nginx", is "other" (the pets that there are have their DNS names by it)',
  ],
  [
    'a label of the selector',
    { selector: { matchLabels: { app: 'nginx', tier: 'web' } } },
    'spec.selector.matchLabels.tier: was nothing, is "web" (the claims that there are carry its labels)',
  ],
  [
    'podManagementPolicy',
    { podManagementPolicy: 'Parallel' },
    'spec.podManagementPolicy: was "OrderedReady", is "Parallel" (a set keeps it, as a StatefulSet does)',
  ],
  [
    'a smaller claim',
    { volumeClaimTemplates: [www('500Mi')] },
    'spec.volumeClaimTemplates[0].spec.resources.requests.storage: was "1Gi", is "500Mi" (shrinking a claim is not possible)',
  ],
  [
    'a claim of another class',
    { volumeClaimTemplates: [www('1Gi', { storageClassName: 'fast' })] },
    'spec.volumeClaimTemplates[0].spec.storageClassName: was nothing, is "fast" (claims that were made from it cannot change)',
  ],
];

describe('must not change:', () => {
  test.each(MUST_NOT)('%s', (_what, to, line) => {
    expect(told(to)).toEqual([line]);
  });

  test('several fields at once are all told', () => {
    expect(told({ replicas: 3, serviceName: 'x', podManagementPolicy: 'Parallel', volumeClaimTemplates: [] })).toEqual([
      expect.stringMatching(/^spec\.serviceName: /),
      expect.stringMatching(/^spec\.podManagementPolicy: /),
      expect.stringMatching(/^spec\.volumeClaimTemplates\[0\]\.metadata\.name: was "www", is nothing /),
    ]);
  });

  test('a size that no claim has yet may be taken back', () => {
    const large = webSet({ volumeClaimTemplates: [www('2Gi')] });
    const back = (capacity: string) => refusedChanges(large, webSet(), [claim('www-web-0', { capacity })]).length;
    expect(back('1Gi')).toBe(0);
    expect(back('2Gi')).toBe(1);
  });
});

test('what may change is said in the words of an API server', () => {
  expect(describeForbidden(webSet())).toBe(
    "The PetSet \"web\" is invalid: spec: Forbidden: updates to petset spec for fields other than 'replicas', 'ordinals', " +
      "'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds' " +
      "and larger storage in 'volumeClaimTemplates' are forbidden",
  );
});
