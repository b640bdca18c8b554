import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { at, hasCondition, isRecord, listAt, startCluster, textAt, unschedulable } from '../cluster.js';
import type { Answer, Cluster, Manifest } from '../cluster.js';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const NAME = 'pets.zoo.test';
const DEFINITION = `${DEFINITIONS}/${NAME}`;
const PETS = '/apis/zoo.test/v1/namespaces/default/pets';
const PODS = '/api/v1/namespaces/default/pods';

const VERSION: Manifest = {
  name: 'v1',
  served: true,
  storage: true,
  subresources: { status: {} },
  selectableFields: [{ jsonPath: '.spec.kind' }],
  schema: {
    openAPIV3Schema: {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: {
            kind: { type: 'string', enum: ['cat', 'dog'], default: 'cat' },
            legs: { type: 'integer', maximum: 4 },
            chip: {
              type: 'string',
              'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'is soldered on' }],
            },
          },
        },
        status: { type: 'object', properties: { mood: { type: 'string' } } },
      },
    },
  },
};

const definition = (versions: readonly Manifest[] = [VERSION], names: Manifest = {}): Manifest => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${textAt(names, 'plural') || 'pets'}.zoo.test` },
  spec: { group: 'zoo.test', scope: 'Namespaced', names: { kind: 'Pet', plural: 'pets', ...names }, versions },
});

const pet = (name: string, spec: Manifest = {}, metadata: Manifest = {}): Manifest => ({
  apiVersion: 'zoo.test/v1',
  kind: 'Pet',
  metadata: { name, ...metadata },
  spec,
});

const isEstablished = (object: unknown): boolean => hasCondition(object, 'Established');
const causes = ({ body }: Answer): string[] =>
  listAt(body, 'details.causes').map((cause) => `${textAt(cause, 'field')}: ${textAt(cause, 'message')}`);

describe('custom resources', { concurrent: false }, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());
  afterEach(async () => {
    await cluster.delete(DEFINITION);
    await cluster.gone(DEFINITION);
  });

  const define = async (versions?: readonly Manifest[]): Promise<void> => {
    expect((await cluster.post(DEFINITIONS, definition(versions))).code).toBe(201);
    await cluster.until(DEFINITION, isEstablished);
  };

  it('are served once their definition is established, and not before or after', async () => {
    expect((await cluster.get(PETS)).code).toBe(404);
    await define();
    expect(at((await cluster.get(PETS)).body, 'kind')).toBe('PetList');
    await cluster.delete(DEFINITION);
    await cluster.gone(DEFINITION);
    expect(await cluster.get(PETS)).toMatchObject({ code: 404, body: '404 page not found\n' });
    expect(JSON.stringify((await cluster.get('/apis')).body)).not.toContain('zoo.test');
  });

  it('go before their definition does, and watches end with it', async () => {
    await define();
    await cluster.post(PETS, pet('tom', {}, { finalizers: ['zoo.test/vet'] }));
    await cluster.post(PETS, pet('rex'));
    const watch = await cluster.watch(`${PETS}?watch=1`);
    const { body } = await cluster.delete(DEFINITION);
    expect(hasCondition(body, 'Terminating')).toBe(true);
    await watch.until(({ type, object }) => type === 'DELETED' && textAt(object, 'metadata.name') === 'rex');
    await cluster.until(DEFINITION, (one) =>
      listAt(one, 'status.conditions').some((condition) => at(condition, 'reason') === 'InstanceDeletionInProgress'),
    );
    const refused = await cluster.post(PETS, pet('late'));
    expect(textAt(refused.body, 'message')).toContain('custom resource definition is terminating');
    await cluster.patch(`${PETS}/tom`, { metadata: { finalizers: null } });
    await cluster.gone(DEFINITION);
    await watch.ended();
    const of = (name: string): string[] =>
      watch.events.filter(({ object }) => textAt(object, 'metadata.name') === name).map(({ type }) => type);
    expect([of('rex'), of('tom')]).toEqual([
      ['ADDED', 'DELETED'],
      ['ADDED', 'MODIFIED', 'DELETED'],
    ]);
  });

  it('take their dependents with them, also when the definition is what goes', async () => {
    await define();
    const { body: owner } = await cluster.post(PETS, pet('tom'));
    const reference = { apiVersion: 'zoo.test/v1', kind: 'Pet', name: 'tom', uid: at(owner, 'metadata.uid') };
    await cluster.post(PODS, unschedulable('toms', { ownerReferences: [reference] }));
    await cluster.delete(DEFINITION);
    await cluster.gone(`${PODS}/toms`);
  });

  it('go with their namespace', async () => {
    await define();
    await cluster.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kennel' } });
    const there = '/apis/zoo.test/v1/namespaces/kennel/pets';
    await expect.poll(async () => (await cluster.post(there, pet('rex'))).code).not.toBe(404);
    await cluster.delete('/api/v1/namespaces/kennel');
    await cluster.gone('/api/v1/namespaces/kennel');
    expect(listAt((await cluster.get('/apis/zoo.test/v1/pets')).body, 'items')).toEqual([]);
  });

  it('are defaulted, pruned and validated, and what was wrong before may stay', async () => {
    await define();
    const created = await cluster.post(PETS, pet('tom', { tail: true, legs: 4 }));
    expect(at(created.body, 'spec')).toEqual({ kind: 'cat', legs: 4 });
    expect(created.headers.warning).toBe('299 - "unknown field \\"spec.tail\\""');
    const strict = await cluster.post(`${PETS}?fieldValidation=Strict`, pet('rex', { tail: true }));
    expect(strict.code).toBe(400);
    expect(causes(await cluster.post(PETS, pet('rex', { kind: 'cow', legs: 5 })))).toEqual([
      'spec.kind: Unsupported value: "cow": supported values: "cat", "dog"',
      'spec.legs: Invalid value: 5: spec.legs in body should be less than or equal to 4',
      '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    ]);
    const path = '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/legs/maximum';
    await cluster.patch(DEFINITION, [{ op: 'replace', path, value: 2 }], 'application/json-patch+json');
    expect((await cluster.patch(`${PETS}/tom`, { metadata: { labels: { old: 'yes' } } })).code).toBe(200);
    expect((await cluster.patch(`${PETS}/tom`, { spec: { legs: 3 } })).code).toBe(422);
  });

  it('obey rules about what they were', async () => {
    await define();
    await cluster.post(PETS, pet('tom', { chip: 'a' }));
    expect(causes(await cluster.patch(`${PETS}/tom`, { spec: { chip: 'b' } }))).toEqual([
      'spec.chip: Invalid value: "string": is soldered on',
    ]);
    expect((await cluster.patch(`${PETS}/tom`, { spec: { legs: 1 } })).code).toBe(200);
  });

  it('count generations by their spec, and keep the status apart', async () => {
    await define();
    await cluster.post(PETS, { ...pet('tom'), status: { mood: 'good' } });
    const { body: shown } = await cluster.patch(`${PETS}/tom/status`, { status: { mood: 'bad' }, spec: { legs: 1 } });
    expect(shown).toMatchObject({ metadata: { generation: 1 }, spec: { kind: 'cat' }, status: { mood: 'bad' } });
    const { body: changed } = await cluster.patch(`${PETS}/tom`, { spec: { legs: 1 }, status: { mood: 'good' } });
    expect(changed).toMatchObject({ metadata: { generation: 2 }, status: { mood: 'bad' } });
  });

  it('are chosen by labels and by the fields that the definition names', async () => {
    await define();
    await cluster.post(PETS, pet('tom', { kind: 'cat' }, { labels: { size: 's' } }));
    await cluster.post(PETS, pet('rex', { kind: 'dog' }));
    const names = async (query: string): Promise<string[]> =>
      listAt((await cluster.get(`${PETS}?${query}`)).body, 'items').map((one) => textAt(one, 'metadata.name'));
    expect(await names('fieldSelector=spec.kind%3Ddog')).toEqual(['rex']);
    expect(await names('labelSelector=size%3Ds')).toEqual(['tom']);
    expect((await cluster.get(`${PETS}?fieldSelector=spec.legs%3D4`)).code).toBe(400);
  });

  it('show the same objects in every served version, the preferred one first', async () => {
    await define([
      VERSION,
      { ...VERSION, name: 'v2', storage: false },
      { ...VERSION, name: 'v3beta1', storage: false, served: false },
    ]);
    await cluster.post(PETS, pet('tom'));
    const { body } = await cluster.get('/apis/zoo.test/v2/namespaces/default/pets/tom');
    expect(body).toMatchObject({ apiVersion: 'zoo.test/v2', metadata: { name: 'tom' } });
    const group = (await cluster.get('/apis/zoo.test')).body;
    expect(listAt(group, 'versions').map((one) => at(one, 'version'))).toEqual(['v2', 'v1']);
    expect((await cluster.get('/apis/zoo.test/v3beta1')).code).toBe(404);
  });

  it('have names that no other definition of their group has', async () => {
    await define();
    await cluster.post(DEFINITIONS, definition([VERSION], { plural: 'petz', singular: 'pet' }));
    const other = `${DEFINITIONS}/petz.zoo.test`;
    const refused = await cluster.until(other, (one) => hasCondition(one, 'NamesAccepted', 'False'));
    expect(JSON.stringify(refused)).toContain('"PetList\\" is already in use');
    expect((await cluster.get('/apis/zoo.test/v1/namespaces/default/petz')).code).toBe(404);
    await cluster.delete(DEFINITION);
    await cluster.until(other, isEstablished);
    await cluster.delete(other);
    await cluster.gone(other);
  });

  it('are described by OpenAPI, under another hash after each change', async () => {
    await define();
    const url = async (): Promise<string> => {
      const paths = at((await cluster.get('/openapi/v3')).body, 'paths');
      return isRecord(paths) ? textAt(paths['apis/zoo.test/v1'], 'serverRelativeURL') : '';
    };
    const first = await url();
    const { body, headers } = await cluster.get(first);
    const schemas = at(body, 'components.schemas');
    const schema = isRecord(schemas) ? schemas['test.zoo.v1.Pet'] : undefined;
    expect(at(schema, 'properties.spec.properties.kind.enum')).toEqual(['cat', 'dog']);
    expect(first).toContain(String(headers.etag).replaceAll('"', ''));
    const description = '/spec/versions/0/schema/openAPIV3Schema/description';
    await cluster.patch(
      DEFINITION,
      [{ op: 'add', path: description, value: 'An animal.' }],
      'application/json-patch+json',
    );
    expect(await url()).not.toBe(first);
  });

  it('may be the sets of this product, with the pods that they are made of', async () => {
    const text = readFileSync(new URL('../../../fixtures/manifests/petset-definition.yaml', import.meta.url), 'utf8');
    expect((await cluster.post(DEFINITIONS, load(text))).code).toBe(201);
    const sets = `${DEFINITIONS}/petsets.petset.dev`;
    await cluster.until(sets, isEstablished);
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'www' },
      spec: { any: 'thing' },
    };
    const spec = {
      serviceName: 'nginx',
      template: { spec: { containers: [{ name: 'c' }] } },
      volumeClaimTemplates: [claim],
    };
    const set = { apiVersion: 'petset.dev/v1alpha1', kind: 'PetSet', metadata: { name: 'web' }, spec };
    const path = '/apis/petset.dev/v1alpha1/namespaces/default/petsets';
    const { body, headers } = await cluster.post(path, set);
    expect(headers.warning).toBeUndefined();
    expect(at(body, 'spec')).toEqual({ ...spec, replicas: 1, podManagementPolicy: 'OrderedReady' });
    const { body: scaled } = await cluster.patch(`${path}/web/scale`, { spec: { replicas: 3 } });
    expect(scaled).toMatchObject({ kind: 'Scale', spec: { replicas: 3 }, status: { replicas: 0 } });
    expect(at((await cluster.get(`${path}/web`)).body, 'spec.replicas')).toBe(3);
    await cluster.delete(sets);
    await cluster.gone(sets);
  });
});
