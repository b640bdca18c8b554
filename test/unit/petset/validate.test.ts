import { describe, expect, test } from 'vitest';
import { formatFieldError } from '../../../src/petset/field-error.js';
import type { Json } from '../../../src/petset/kubernetes.js';
import { readPetSet } from '../../../src/petset/read-petset.js';

const container = { name: 'nginx', image: 'nginx' };
const template = { metadata: { labels: { app: 'nginx' } }, spec: { containers: [container] } };
const claim = {
  metadata: { name: 'www' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};

function document(spec: Record<string, Json>, metadata: Json = { name: 'web' }): Json {
  return { apiVersion: 'petset.dev/v1alpha1', kind: 'PetSet', metadata, spec: { template, ...spec } };
}

/** What is wrong with a document, a line each. */
function problems(written: Json): readonly string[] {
  const read = readPetSet(written);
  return read.ok ? [] : read.errors.map(formatFieldError);
}

test('the smallest set is a whole one', () => {
  const read = readPetSet(document({}));
  expect(read).toMatchObject({
    ok: true,
    set: {
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'nginx' } },
        podManagementPolicy: 'OrderedReady',
        updateStrategy: { type: 'OnDelete' },
        ordinals: { start: 0 },
        revisionHistoryLimit: 10,
      },
    },
  });
});

describe('what the schema says', () => {
  test.each<[string, Record<string, Json>, string]>([
    ['a word for a number', { replicas: 'two' }, 'spec.replicas: Invalid value: "two": must be an integer'],
    ['a fraction', { replicas: 1.5 }, 'spec.replicas: Invalid value: 1.5: must be an integer'],
    ['fewer than none', { replicas: -1 }, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    ['a field that there is not', { replicass: 1 }, 'spec.replicass: unknown field'],
    ['a list for a map', { template: [] }, 'spec.template: Invalid value: []: must be a map'],
    ['no containers', { template: { spec: {} } }, 'spec.template.spec.containers: Required value'],
    [
      'a policy that there is not',
      { podManagementPolicy: 'Chaotic' },
      'spec.podManagementPolicy: Unsupported value: "Chaotic": supported values: "OrderedReady", "Parallel"',
    ],
    [
      'an annotation that is no text',
      { template: { ...template, metadata: { annotations: { a: 1 } } } },
      'spec.template.metadata.annotations.a: Invalid value: 1: must be a string',
    ],
    [
      'a claim without a name',
      { volumeClaimTemplates: [{ ...claim, metadata: {} }] },
      'spec.volumeClaimTemplates[0].metadata.name: Required value',
    ],
    [
      'a bad term of a selector',
      { selector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } },
      'spec.selector.matchExpressions[0].operator: Unsupported value: "Like": supported values: "In", "NotIn", "Exists", "DoesNotExist"',
    ],
  ])('%s', (_what, spec, problem) => {
    expect(problems(document(spec))).toEqual([problem]);
  });

  test('everything that is wrong is told at once', () => {
    expect(problems(document({ replicas: 'two', replicass: 3 }))).toHaveLength(2);
  });
});

describe('what the schema cannot say', () => {
  test('a selector that does not match the template', () => {
    expect(problems(document({ selector: { matchLabels: { app: 'other' } } }))).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"nginx"}: `selector` does not match template `labels`',
    ]);
  });

  test('a template without labels', () => {
    expect(problems(document({ template: { spec: { containers: [container] } } }))).toEqual([
      'spec.template.metadata.labels: Required value: a set knows its pods by their labels',
    ]);
  });

  test.each(['Web', 'web_1', '-web', 'a.b'])('%s is no name', (name) => {
    expect(problems(document({}, { name }))).toEqual([
      expect.stringMatching(/^metadata\.name: Invalid value: .*RFC 1123 label/),
    ]);
  });

  test('a name whose last pet has no room for its ordinal', () => {
    const name = 'x'.repeat(61);
    expect(problems(document({ replicas: 10 }, { name }))).toEqual([]);
    expect(problems(document({ replicas: 11 }, { name }))).toEqual([
      expect.stringMatching(/^metadata\.name: .* a host name must be no more than 63$/),
    ]);
  });

  test('a label that is none', () => {
    const labels = { app: 'no spaces here' };
    expect(problems(document({ template: { ...template, metadata: { labels } } }))).toContainEqual(
      expect.stringMatching(/^spec\.template\.metadata\.labels\.app: .*a valid label must be/),
    );
  });

  test('pods that are not to be restarted', () => {
    const spec = { containers: [container], restartPolicy: 'Never' };
    expect(problems(document({ template: { ...template, spec } }))).toEqual([
      'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ]);
  });

  test('two claim templates of one name', () => {
    expect(problems(document({ volumeClaimTemplates: [claim, claim] }))).toEqual([
      'spec.volumeClaimTemplates[1].metadata.name: Duplicate value: "www"',
    ]);
  });

  test('a claim without a size and a way to be mounted', () => {
    expect(problems(document({ volumeClaimTemplates: [{ metadata: { name: 'www' }, spec: {} }] }))).toEqual([
      'spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required',
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage: Required value',
    ]);
  });

  test('a partition of a set that is not rolled out by itself', () => {
    expect(problems(document({ updateStrategy: { rollingUpdate: { partition: 1 } } }))).toEqual([
      "spec.updateStrategy.rollingUpdate: Forbidden: only allowed for updateStrategy 'RollingUpdate'",
    ]);
  });
});
