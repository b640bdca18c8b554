import { describe, expect, it } from 'vitest';

import { decodeCustom } from '../../../../../src/sandbox/apiserver/custom/content/decode.js';
import type { Schema } from '../../../../../src/sandbox/apiserver/custom/schema.js';
import { DecodeError } from '../../../../../src/sandbox/apiserver/schema/decode.js';
import type { JsonObject } from '../../../../../src/sandbox/model/json.js';

const TEXT: Schema = { type: 'string' };

const read = (spec: Schema, value: JsonObject): { spec: unknown; unknown: readonly string[] } => {
  const { object, unknownFields } = decodeCustom(
    { apiVersion: 'g/v1', kind: 'K', metadata: { name: 'n' }, ...value },
    { type: 'object', properties: { spec } },
  );
  return { spec: object.spec, unknown: unknownFields };
};

describe('what is read of a custom resource', () => {
  it('is without the fields that its schema does not know, which are told in order', () => {
    const items: Schema = { type: 'array', items: { type: 'object', properties: { a: TEXT } } };
    const value = { spec: { z: 1, items: [{ a: 'x', b: 1 }] }, top: 1 };
    expect(read({ type: 'object', properties: { items } }, value)).toEqual({
      spec: { items: [{ a: 'x' }] },
      unknown: ['spec.items[0].b', 'spec.z', 'top'],
    });
  });

  it('keeps what it is told to keep, but not within what it knows', () => {
    const schema: Schema = {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      properties: { known: { type: 'object', properties: { a: TEXT } } },
    };
    expect(read(schema, { spec: { any: { x: 1 }, known: { a: 'x', b: 1 } } })).toEqual({
      spec: { any: { x: 1 }, known: { a: 'x' } },
      unknown: ['spec.known.b'],
    });
  });

  it('keeps the values of maps, and their keys', () => {
    const schema: Schema = { type: 'object', additionalProperties: { type: 'object', properties: { a: TEXT } } };
    expect(read(schema, { spec: { one: { a: 'x', b: 1 } } })).toEqual({
      spec: { one: { a: 'x' } },
      unknown: ['spec.one.b'],
    });
  });

  it('has defaults, also within defaults and in the place of nulls that may not be', () => {
    const inner: Schema = { type: 'object', default: {}, properties: { b: { ...TEXT, default: 'deep' } } };
    const schema: Schema = {
      type: 'object',
      properties: { a: { ...TEXT, default: 'x' }, inner, n: { ...TEXT, nullable: true }, gone: TEXT },
    };
    expect(read(schema, { spec: { a: null, n: null, gone: null } }).spec).toEqual({
      a: 'x',
      inner: { b: 'deep' },
      n: null,
    });
    expect(read(schema, {}).spec).toBeUndefined();
  });

  it('has metadata of the right types, in embedded objects too', () => {
    const schema: Schema = {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      'x-kubernetes-preserve-unknown-fields': true,
    };
    const embedded = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', foo: 1 }, spec: { x: 1 } };
    expect(read(schema, { spec: embedded })).toEqual({
      spec: { ...embedded, metadata: { name: 'a' } },
      unknown: ['spec.metadata.foo'],
    });
    expect(() => read(schema, { spec: { ...embedded, metadata: { labels: { a: 1 } } } })).toThrow(DecodeError);
    expect(() => read(TEXT, { metadata: { labels: { a: 1 } } })).toThrow('Go struct field ObjectMeta.labels');
  });
});
