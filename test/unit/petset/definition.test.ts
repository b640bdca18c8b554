import { describe, expect, test } from 'vitest';
import { FIXED, refusedChanges } from '../../../src/petset/changes-allowed.js';
import { DEFAULTS, withDefaults } from '../../../src/petset/defaults.js';
import { petSetDefinition } from '../../../src/petset/definition/definition.js';
import { petSetRoles } from '../../../src/petset/definition/roles.js';
import { ADDITIONS } from '../../../src/petset/definition/rules.js';
import { getIn, isList, isMap } from '../../../src/petset/json-edit.js';
import type { Json, JsonObject } from '../../../src/petset/kubernetes.js';
import { PETSET_SCHEMA } from '../../../src/petset/petset-schema.js';
import type { Schema } from '../../../src/petset/schema.js';
import { webSet } from '../../fixtures/sets.js';

const WHOLE = getIn(petSetDefinition(), ['spec', 'versions', 0, 'schema', 'openAPIV3Schema']) ?? null;

interface Node {
  readonly path: string;
  readonly schema: JsonObject;
}

/** A schema and all that are in it, each by its path as additions have it. */
function nodesOf(schema: Json | undefined, path = ''): readonly Node[] {
  if (!isMap(schema)) return [];
  const { properties, items, additionalProperties } = schema;
  const fields = Object.entries(isMap(properties) ? properties : {});
  return [
    { path, schema },
    ...fields.flatMap(([name, field]) => nodesOf(field, path === '' ? name : `${path}.${name}`)),
    ...nodesOf(items, `${path}[]`),
    ...nodesOf(additionalProperties, `${path}{}`),
  ];
}

const ofServer = new Map(nodesOf(WHOLE).map(({ path, schema }) => [path, schema]));
const ofDocuments = nodesOf(PETSET_SCHEMA as Schema & JsonObject).filter(
  ({ path }) => !/^(?:metadata|status)(?:\.|$)/.test(path),
);

describe('the definition says of every field what the schema of documents says:', () => {
  test.each(ofDocuments.map(({ path, schema }) => [path, schema] as const))('%s', (path, schema) => {
    const { properties, items, additionalProperties, required, ...own } = schema;
    expect(ofServer.get(path)).toMatchObject(own);
    const names = (each: Json | undefined): readonly string[] => Object.keys(isMap(each) ? each : {});
    const others = path === '' ? ['metadata', 'status'] : [];
    expect(names(ofServer.get(path)?.properties)).toEqual(expect.arrayContaining([...names(properties), ...others]));
    expect(names(ofServer.get(path)?.properties)).toHaveLength(names(properties).length);
    // Every object has metadata: no definition has to say so.
    const wanted = (Array.isArray(required) ? required : []).filter((field) => path !== '' || field !== 'metadata');
    expect(ofServer.get(path)?.required ?? []).toEqual(wanted);
  });
});

test('every field of a spec is explained', () => {
  const isNamed = (path: string): boolean => /^(?:spec|status)/.test(path) && /\w$/.test(path);
  const unsaid = [...ofServer].filter(([path, { description }]) => isNamed(path) && description === undefined);
  expect(unsaid.map(([path]) => path)).toEqual([]);
});

test('what is added is about fields that there are', () => {
  expect(Object.keys(ADDITIONS).filter((path) => !ofServer.has(path))).toEqual([]);
});

test('what a server fills in is what we fill in', () => {
  const filled = (path: string): Json | undefined => {
    const { default: value, properties } = ofServer.get(path) ?? {};
    if (!isMap(value)) return value;
    const fields = Object.keys(isMap(properties) ? properties : {});
    const values = fields.map((field) => [field, filled(`${path}.${field}`)] as const);
    return Object.fromEntries(values.filter(([, each]) => each !== undefined));
  };
  const fields = Object.keys(getIn(WHOLE, ['properties', 'spec', 'properties']) ?? {});
  const all = fields.map((field) => [field, filled(`spec.${field}`)] as const);
  expect(Object.fromEntries(all.filter(([, value]) => value !== undefined))).toEqual(DEFAULTS);
  const { selector, template, ...spec } = withDefaults({
    metadata: { name: 'web' },
    spec: { template: { spec: { containers: [] } } },
  }).spec;
  expect(spec).toEqual(DEFAULTS);
});

describe('what cannot be changed, a rule of the definition says so in the same words:', () => {
  const others = {
    selector: { matchLabels: { app: 'other' } },
    serviceName: 'other',
    podManagementPolicy: 'Parallel',
  } as const;
  test.each(Object.keys(FIXED) as (keyof typeof FIXED)[])('%s', (field) => {
    const [refused] = refusedChanges(webSet(), webSet({ [field]: others[field] }));
    const messages = [...ofServer].flatMap(([path, { 'x-kubernetes-validations': rules }]) =>
      (isList(rules) ? rules : [])
        .filter(isMap)
        .filter(({ fieldPath = '' }) => typeof fieldPath === 'string' && `${path}${fieldPath}` === `spec.${field}`)
        .map(({ message }) => message),
    );
    expect(messages).toContain(`field is immutable (${refused?.why ?? ''})`);
  });
});

test('the roles are added to those that every cluster has', () => {
  const labels = petSetRoles().map((role) => Object.keys((getIn(role, ['metadata', 'labels']) ?? {}) as object));
  const into = (...names: readonly string[]): readonly string[] =>
    names.map((name) => `rbac.authorization.k8s.io/aggregate-to-${name}`);
  expect(labels).toEqual([into('view', 'edit', 'admin'), into('edit', 'admin')]);
});
