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

test.each<[string, Record<string, Json>]>([
  ['the selector', { selector: null }],
  ['half of the selector', { selector: { matchLabels: null, matchExpressions: null } }],
  ['values of a selector', { selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: null }] } }],
  ['what rolls', { updateStrategy: { rollingUpdate: null } }],
  ['the whole strategy', { updateStrategy: null }],
  ['ordinals', { ordinals: { start: null, reserve: null, overrides: null } }],
  ['the claims', { volumeClaimTemplates: null }],
  ['the restart policy', { template: { ...template, spec: { ...template.spec, restartPolicy: null } } }],
])('a null counts as left out: %s', (_name, spec) => {
  expect(problems(document(spec))).toEqual([]);
});

test.each<[Record<string, Json>, string]>([
  [{ matchLabels: { app: null } }, 'spec.selector.matchLabels.app'],
  [{ matchLabels: { app: 'nginx' } }, 'spec.template.metadata.labels.app'],
])('but in labels it is none: %j', (selector, path) => {
  const labels = { app: path.startsWith('spec.template') ? null : 'nginx' };
  const [first] = problems(document({ selector, template: { ...template, metadata: { labels } } }));
  expect(first).toBe(`${path}: Invalid value: null: must be a string`);
});

test('a claim asks for storage, and for more than null', () => {
  const nothing = { ...claim, spec: { ...claim.spec, resources: { requests: { storage: null } } } };
  expect(problems(document({ volumeClaimTemplates: [nothing] }))).toEqual([
    'spec.volumeClaimTemplates[0].spec.resources.requests.storage: Required value',
  ]);
});

test.each<[string, Record<string, Json>, string]>([
  [
    'claims',
    { volumeClaimTemplates: Array(33).fill(claim) },
    'spec.volumeClaimTemplates: Too many: 33: must have at most 32 items',
  ],
  [
    'labels',
    { selector: { matchLabels: Object.fromEntries(Array.from({ length: 257 }, (_, n) => [`l${n}`, ''])) } },
    'spec.selector.matchLabels: Too many: 257: must have at most 256 items',
  ],
])('%s come to an end', (_name, spec, expected) => {
  expect(problems(document(spec))).toContain(expected);
});

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

  test.each<[Json, string[]]>([
    [1, []],
    ['25%', []],
    [null, []],
    [0, ['Invalid value: 0: cannot be 0']],
    ['0%', ['Invalid value: "0%": cannot be 0']],
    [-1, ['Invalid value: -1: must be greater than or equal to 0']],
    ['101%', ['Invalid value: "101%": must not be greater than 100%']],
    [
      'two',
      [
        `Invalid value: "two": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%')`,
      ],
    ],
  ])('so many pets away at once as nobody could understand: %j', (maxUnavailable, expected) => {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable } };
    expect(problems(document({ updateStrategy }))).toEqual(
      expected.map((each) => `spec.updateStrategy.rollingUpdate.maxUnavailable: ${each}`),
    );
  });

  test('a partition of a set that is not rolled out by itself', () => {
    expect(problems(document({ updateStrategy: { rollingUpdate: { partition: 1 } } }))).toEqual([
      "spec.updateStrategy.rollingUpdate: Forbidden: only allowed for updateStrategy 'RollingUpdate'",
    ]);
  });
});

describe('what a set says of single ordinals', () => {
  /** What is wrong with an override of `web-0`, said of the patch. */
  const overriding = (patch: Json): readonly string[] =>
    problems(document({ ordinals: { overrides: [{ ordinal: 0, template: patch }] } })).map((problem) =>
      problem.replace('spec.ordinals.overrides[0].template.', ''),
    );
  const inContainer = (more: Record<string, Json>): Json => ({ spec: { containers: [{ name: 'nginx', ...more }] } });

  test('an ordinal is reserved once, and overridden once', () => {
    expect(problems(document({ ordinals: { reserve: [1, 3, 1] } }))).toEqual([
      'spec.ordinals.reserve[2]: Duplicate value: 1',
    ]);
    const overrides = [0, 1, 0].map((ordinal) => ({ ordinal, template: {} }));
    expect(problems(document({ ordinals: { overrides } }))).toEqual([
      'spec.ordinals.overrides[2].ordinal: Duplicate value: 0',
    ]);
  });

  test.each<[string, Record<string, Json>, string]>([
    ['a word', { reserve: ['web-1'] }, 'spec.ordinals.reserve[0]: Invalid value: "web-1": must be an integer'],
    [
      'less than none',
      { reserve: [-1] },
      'spec.ordinals.reserve[0]: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      'more than an int',
      { reserve: [2147483648] },
      'spec.ordinals.reserve[0]: Invalid value: 2147483648: must be less than or equal to 2147483647',
    ],
    ['a patch of nothing', { overrides: [{ ordinal: 1 }] }, 'spec.ordinals.overrides[0].template: Required value'],
    [
      'a patch of more than the template',
      { overrides: [{ ordinal: 1, template: { replicas: 3 } }] },
      'spec.ordinals.overrides[0].template.replicas: unknown field',
    ],
  ])('%s', (_what, ordinals, problem) => {
    expect(problems(document({ ordinals }))).toEqual([problem]);
  });

  test('reserved ordinals make the last name longer', () => {
    const name = 'x'.repeat(61);
    expect(problems(document({ replicas: 9 }, { name }))).toEqual([]);
    expect(problems(document({ replicas: 9, ordinals: { reserve: [4] } }, { name }))).toEqual([]);
    expect(problems(document({ replicas: 9, ordinals: { reserve: [4, 9] } }, { name }))).toEqual([
      expect.stringMatching(/its pet x+-10 is 64 characters long/),
    ]);
  });

  test('an override that changes an image, a label and an annotation is a good one', () => {
    const labels = { role: 'leader' };
    expect(
      overriding({
        metadata: { labels, annotations: { a: 'b' } },
        spec: { containers: [{ name: 'nginx', image: 'x' }] },
      }),
    ).toEqual([]);
  });

  test.each<[string, Json]>([
    ['metadata.name', { metadata: { name: 'web-7' } }],
    ['metadata.namespace', { metadata: { namespace: 'other' } }],
    ['metadata.labels[petset.dev/name]', { metadata: { labels: { 'petset.dev/name': 'other' } } }],
    ['metadata.labels.controller-revision-hash', { metadata: { labels: { 'controller-revision-hash': null } } }],
    ['spec.hostname', { spec: { hostname: 'db' } }],
    ['spec.subdomain', { spec: { subdomain: 'db' } }],
  ])('it may not touch %s, which makes a pet this pet', (field, patch) => {
    expect(overriding(patch)).toEqual([`${field}: Forbidden: the set and the ordinal say what a pet has here`]);
  });

  test.each<[string, Json, string]>([
    [
      'a label by which the set knows its pods',
      { metadata: { labels: { app: 'other' } } },
      'metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`',
    ],
    [
      'a policy that a pet cannot have',
      { spec: { restartPolicy: 'Never' } },
      'spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    ['the last of the containers', { spec: { containers: null } }, 'spec.containers: Required value'],
    [
      'an argument that is no text',
      inContainer({ args: [1] }),
      'spec.containers[0].args[0]: Invalid value: 1: must be a string',
    ],
    [
      'a label that is none',
      { metadata: { labels: { role: 1 } } },
      'metadata.labels.role: Invalid value: 1: must be a string',
    ],
    ['a field of metadata that there is not', { metadata: { lables: {} } }, 'metadata.lables: unknown field'],
  ])('it may not change the template so that it is no good: %s', (_what, patch, problem) => {
    expect(overriding(patch)).toEqual([problem]);
  });

  test.each<[string, Json, string]>([
    [
      'an item that nobody can tell apart',
      { spec: { containers: [{ image: 'x' }] } },
      'spec.containers[0].name: Required value',
    ],
    [
      'an item that is none',
      { spec: { containers: ['nginx'] } },
      'spec.containers[0]: Invalid value: "nginx": must be a map',
    ],
    [
      'a word that there is not',
      inContainer({ resources: { $patch: 'merge' } }),
      'spec.containers[0].resources.$patch: Unsupported value: "merge": supported values: "delete", "replace"',
    ],
    ['a directive that there is not', { spec: { $keep: ['a'] } }, 'spec.$keep: unknown field'],
    [
      'a directive where nothing is merged',
      { spec: { tolerations: [{ key: 'a', $patch: 'delete' }] } },
      'spec.tolerations[0].$patch: Forbidden: this list is replaced as a whole',
    ],
    [
      'keys to keep that leave out some of the patch',
      { spec: { securityContext: { $retainKeys: ['runAsUser'], runAsGroup: 1 } } },
      'spec.securityContext.$retainKeys: Invalid value: ["runAsUser"]: must name all fields of the patch, also runAsGroup',
    ],
    [
      'values to delete that are no list',
      inContainer({ '$deleteFromPrimitiveList/args': '-v' }),
      'spec.containers[0].$deleteFromPrimitiveList/args: Invalid value: "-v": must be a list of values',
    ],
  ])('it must be a strategic merge patch: %s', (_what, patch, problem) => {
    expect(
      overriding(patch).map((each) =>
        each
          .replace('[$deleteFromPrimitiveList/args]', '.$deleteFromPrimitiveList/args')
          .replaceAll(/\[(\$\w+)\]/g, '.$1'),
      ),
    ).toEqual([problem]);
  });

  test('what is wrong with the template itself is told of the template only', () => {
    const overrides = [{ ordinal: 0, template: { metadata: { annotations: { a: 'b' } } } }];
    const selector = { matchLabels: { app: 'other' } };
    expect(problems(document({ selector, ordinals: { overrides } }))).toEqual([
      expect.stringMatching(/^spec\.template\.metadata\.labels: /),
    ]);
  });
});
