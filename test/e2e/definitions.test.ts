import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TestNamespace } from './cluster.js';

/** A definition as people write it; its group is of the test alone. */
const definition = (group: string): string => `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: aviaries.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { kind: Aviary, plural: aviaries, shortNames: [av${group.replace(/\W/g, '')}] }
  versions:
    - name: v1
      served: true
      storage: true
      subresources:
        status: {}
        scale: { specReplicasPath: .spec.birds, statusReplicasPath: .status.birds }
      additionalPrinterColumns:
        - { name: Birds, type: integer, jsonPath: .spec.birds }
        - { name: Place, type: string, jsonPath: .spec.place, priority: 1 }
      schema:
        openAPIV3Schema:
          description: A house for birds.
          type: object
          properties:
            spec:
              description: What is wanted.
              type: object
              required: [place]
              properties:
                birds: { description: How many., type: integer, minimum: 0, maximum: 9, default: 1 }
                place: { type: string, enum: [indoors, outdoors] }
                feed: { type: object, x-kubernetes-preserve-unknown-fields: true }
              x-kubernetes-validations:
                - { rule: "self.place != 'indoors' || self.birds < 5", message: too many birds for a room }
            status:
              type: object
              properties: { birds: { type: integer } }
`;

const aviary = (group: string, name: string, spec: string): string => `
apiVersion: ${group}/v1
kind: Aviary
metadata: { name: ${name} }
spec: ${spec}
`;

describe.skipIf(!inject('kubectl'))('a definition of custom resources, with kubectl', { concurrent: false }, () => {
  let namespace: TestNamespace;
  let group = '';
  let crd = '';
  beforeAll(async () => {
    namespace = await TestNamespace.create();
    group = `${namespace.name}.test`;
    crd = `crd/aviaries.${group}`;
  });
  afterAll(async () => {
    await namespace.kubectl('delete', crd, '--ignore-not-found', '--wait=false');
    await namespace.remove();
  });

  test('is established soon after it is created', async () => {
    expect(await namespace.kubectl('create', '-f', namespace.file(definition(group)))).toMatchObject({ code: 0 });
    const waited = await namespace.kubectl('wait', '--for=condition=Established', crd, '--timeout=30s');
    expect(waited.stdout).toContain('condition met');
    const resources = await namespace.kubectl('api-resources', '--api-group', group, '-o', 'name');
    expect(resources.stdout).toBe(`aviaries.${group}\n`);
  });

  test('is explained', async () => {
    const explained = async (...args: readonly string[]): Promise<string> =>
      (await namespace.kubectl('explain', ...args)).stdout;
    // A real server publishes what it knows of a definition some seconds after it is established.
    await expect.poll(() => explained('aviary.spec'), { timeout: 30_000 }).toContain('What is wanted.');
    const spec = await explained('aviary.spec');
    expect(spec).toMatch(/birds\t<integer>\n/);
    expect(spec).toMatch(/place\t<string> -required-\n\s+enum: indoors, outdoors/);
    expect(await explained('aviary', '--recursive')).toMatch(
      /metadata\t<ObjectMeta>\n\s+annotations\t<map\[string\]string>/,
    );
  });

  test('makes objects, with defaults, and refuses what does not fit', async () => {
    const create = (name: string, spec: string, ...args: readonly string[]): ReturnType<TestNamespace['kubectl']> =>
      namespace.kubectl('create', '-f', namespace.file(aviary(group, name, spec)), ...args);
    expect((await create('finches', '{ place: outdoors, feed: { seeds: [sesame] } }')).stdout).toContain(
      'finches created',
    );
    const { stdout } = await namespace.kubectl('get', 'aviary', 'finches', '-o', 'jsonpath={.spec}');
    expect(JSON.parse(stdout)).toEqual({ birds: 1, feed: { seeds: ['sesame'] }, place: 'outdoors' });
    const { stderr } = await create('crows', '{ place: attic, birds: 10 }');
    expect(stderr).toContain('* spec.birds: Invalid value: 10: spec.birds in body should be less than or equal to 9\n');
    expect(stderr).toContain('* spec.place: Unsupported value: "attic": supported values: "indoors", "outdoors"\n');
    expect((await create('hens', '{ place: indoors, birds: 7 }')).stderr).toContain(
      'spec: Invalid value: "object": too many birds for a room',
    );
    expect((await create('owls', '{ place: indoors, claws: 8 }')).stderr).toContain('unknown field "spec.claws"');
    expect((await create('owls', '{ place: indoors, claws: 8 }', '--validate=warn')).stderr).toContain(
      'Warning: unknown field "spec.claws"',
    );
  });

  test('shows them as its columns say, by its short name too', async () => {
    const table = (await namespace.kubectl('get', `av${group.replace(/\W/g, '')}`, '-o', 'wide')).stdout;
    expect(table.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['NAME', 'BIRDS', 'PLACE'],
      ['finches', '1', 'outdoors'],
      ['owls', '1', 'indoors'],
      [''],
    ]);
  });

  test('scales, patches and applies them', async () => {
    const scaled = await namespace.kubectl('scale', 'aviary/finches', '--replicas=3');
    expect(scaled.stdout).toBe(`aviary.${group}/finches scaled\n`);
    const strategic = await namespace.kubectl('patch', 'aviary', 'finches', '-p', '{"spec":{"birds":4}}');
    expect(strategic.stderr).toContain('application/strategic-merge-patch+json is not supported');
    const file = namespace.file(aviary(group, 'finches', '{ place: indoors }'));
    expect((await namespace.kubectl('apply', '-f', file)).stdout).toContain('finches configured');
    const { stdout } = await namespace.kubectl(
      'get',
      'aviary',
      'finches',
      '-o',
      'jsonpath={.spec.place} {.spec.birds}',
    );
    expect(stdout).toBe('indoors 3');
  });

  test('goes, and they go with it', async () => {
    expect((await namespace.kubectl('delete', crd)).stdout).toContain('deleted');
    expect((await namespace.kubectl('get', crd)).stderr).toContain('not found');
    expect((await namespace.kubectl('get', 'aviaries')).code).toBe(1);
  });
});
