import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/cluster/yaml.js';
import { describeRefusedChange, refusedChanges } from '../../src/petset/changes-allowed.js';
import { petSetDefinition } from '../../src/petset/definition/definition.js';
import { type FieldError, type FieldPath, formatFieldError, formatPath } from '../../src/petset/field-error.js';
import { getIn, setIn } from '../../src/petset/json-edit.js';
import type { Json, JsonObject } from '../../src/petset/kubernetes.js';
import { readPetSet } from '../../src/petset/read-petset.js';
import { writtenSet } from '../fixtures/written-sets.js';
import { at, startCluster, textAt } from './sandbox/cluster.js';
import type { Answer, Cluster } from './sandbox/cluster.js';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const SETS = '/apis/petset.dev/v1alpha1/namespaces/default/petsets';
const STRICT = 'fieldValidation=Strict';
const TRIED = `dryRun=All&${STRICT}`;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
  await cluster.post(DEFINITIONS, petSetDefinition());
  await cluster.until(`${DEFINITIONS}/petsets.petset.dev`, (one) => JSON.stringify(one).includes('"Established"'));
});
afterAll(() => cluster.stop());

interface Said {
  readonly isAccepted: boolean;
  readonly message: string;
  readonly body: unknown;
}

async function said(asked: Promise<Answer>): Promise<Said> {
  const { code, body } = await asked;
  return { isAccepted: code < 300, message: textAt(body, 'message'), body };
}

/** What we refuse and the definition does not, and why it cannot. */
const UNSAID: readonly { readonly why: string; readonly is: (error: FieldError) => boolean }[] = [
  { why: 'to look at keys costs more than a rule may', is: ({ problem }) => /name part|qualified name/.test(problem) },
  {
    why: 'a server takes a null in a map for a value that is not there',
    is: ({ problem }) => problem === 'Invalid value: null: must be a string',
  },
  {
    why: 'no rule can merge a patch into a template',
    is: ({ path }) => formatPath(path).startsWith('spec.ordinals.overrides[') && path.length > 4,
  },
];

/**
 * What no rule sees: whether a size may be taken back is a matter of the claims that there are, and of a claim only those
 * fields can be compared that the definition names.
 */
const isUnsaidChange = ({ path }: { readonly path: FieldPath }): boolean =>
  /^spec\.volumeClaimTemplates\[\d+\]\.spec\.(resources\.requests\.storage$|unknown)/.test(formatPath(path));

describe('the server, with the definition,', { timeout: 60_000 }, () => {
  it('accepts the sets that we accept, as they are, and refuses those that we refuse', async () => {
    await fc.assert(
      fc.asyncProperty(writtenSet, async (document) => {
        const read = readPetSet(document);
        const errors = read.ok ? [] : read.errors;
        const { isAccepted, message, body } = await said(cluster.post(`${SETS}?${TRIED}`, document));
        if (errors.length > 0 && errors.every((error) => UNSAID.some(({ is }) => is(error)))) return;
        const context = `${JSON.stringify(document)}\nwe: ${errors.map(formatFieldError).join('; ')}\nserver: ${message}`;
        expect(isAccepted, context).toBe(read.ok);
        if (read.ok) expectSame(document, body);
      }),
      { numRuns: 250 },
    );
  });

  it('lets a set become what we let it become', async () => {
    await fc.assert(
      fc.asyncProperty(
        writtenSet,
        writtenSet,
        fc.subarray(FIELDS, { minLength: 1, maxLength: 3 }),
        async (before, other, fields) => {
          const after = withFields(before, other, fields);
          const present = readPetSet(before);
          const wanted = readPetSet(after);
          fc.pre(present.ok && wanted.ok);
          const path = `${SETS}/${present.set.metadata.name}`;
          const { isAccepted: isMade, body, message: why } = await said(cluster.post(SETS, before));
          expect(isMade, why).toBe(true);
          const { metadata } = body as { readonly metadata: Json };
          const { isAccepted, message } = await said(
            cluster.put(`${path}?${TRIED}`, { ...(after as object), metadata }),
          );
          await cluster.delete(path);
          const refused = refusedChanges(present.set, wanted.set).filter((change) => !isUnsaidChange(change));
          const context = `${JSON.stringify([before, after])}\nwe: ${refused.map(describeRefusedChange).join('; ')}\nserver: ${message}`;
          expect(isAccepted, context).toBe(refused.length === 0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each(examples())('keeps %s of %s as it was written', async (_name, _file, document) => {
    const { isAccepted, message, body } = await said(cluster.post(`${SETS}?${TRIED}`, document));
    expect(isAccepted, message).toBe(true);
    expectSame(document, body);
  });
});

/** The fields of a spec of which one set may have some of another. */
const FIELDS = [
  ...['replicas', 'selector', 'serviceName', 'template', 'volumeClaimTemplates', 'podManagementPolicy', 'ordinals'],
  ...['minReadySeconds', 'revisionHistoryLimit', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy'],
];

function withFields(one: Json, other: Json, fields: readonly string[]): Json {
  const [present, wanted] = [one, other].map((document) => getIn(document, ['spec']) as JsonObject);
  const others = Object.entries(wanted ?? {}).filter(([field]) => fields.includes(field));
  const kept = Object.entries(present ?? {}).filter(([field]) => !fields.includes(field));
  return setIn(one, ['spec'], Object.fromEntries([...kept, ...others]));
}

/** What was written is there as it was, nulls and all, so that it means the same, and pets of it are of the same revision. */
function expectSame(document: Json, kept: unknown): void {
  const template = at(kept, 'spec.template');
  expect(template).toEqual(getIn(document, ['spec', 'template']));
  expect(at(kept, 'spec.volumeClaimTemplates')).toEqual(getIn(document, ['spec', 'volumeClaimTemplates']) ?? []);
  const [written, read] = [document, kept as Json].map((each) => {
    const result = readPetSet(each);
    return result.ok ? result.set.spec : result.errors;
  });
  expect(read).toEqual(written);
}

/** The sets of our examples and fixtures, whatever version they are written for. */
function examples(): readonly (readonly [name: string, file: string, document: Json])[] {
  return ['examples', 'test/fixtures/manifests'].flatMap((directory) =>
    readdirSync(directory)
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) =>
        parseYaml(readFileSync(`${directory}/${file}`, 'utf8'), file)
          .filter(({ value }) => at(value, 'kind') === 'PetSet')
          .map(({ value }) => {
            const today = setIn(value, ['apiVersion'], 'petset.dev/v1alpha1');
            return [textAt(today, 'metadata.name'), file, today] as const;
          }),
      ),
  );
}
