import { describe, expect, it } from 'vitest';

import { readFields, writeFields } from '../../../../../src/sandbox/apiserver/apply/fields-v1.js';
import { reconcile } from '../../../../../src/sandbox/apiserver/apply/reconcile.js';
import type { Shape } from '../../../../../src/sandbox/apiserver/schema/shape.js';
import type { JsonObject } from '../../../../../src/sandbox/model/json.js';

const TEXT: Shape = { form: 'leaf', scalar: 'string' };
const MAP: Shape = { form: 'map', value: TEXT };
const struct = (fields: Readonly<Record<string, Shape>>): Shape => ({ form: 'struct', field: (name) => fields[name] });

const after = (shape: Shape, fields: JsonObject): unknown => writeFields(reconcile(shape, readFields(fields)));

describe('owners of what has come to be owned otherwise', () => {
  it('own it whole once it is atomic', () => {
    const shape = struct({ m: { form: 'leaf', whole: MAP }, l: { form: 'leaf', items: TEXT } });
    const parts = { 'f:m': { '.': {}, 'f:a': {} }, 'f:l': { 'v:"x"': {} } };
    expect(after(shape, parts)).toEqual({ 'f:m': {}, 'f:l': {} });
  });

  it('own it whole when it has parts, until somebody writes it', () => {
    expect(after(struct({ m: MAP }), { 'f:m': {} })).toEqual({ 'f:m': {} });
  });

  it('keep what the schema does not know, and what is atomic already', () => {
    const shape = struct({ m: { form: 'leaf', whole: MAP } });
    const fields = readFields({ 'f:m': {}, 'f:gone': { 'f:a': {} } });
    expect(reconcile(shape, fields)).toBe(fields);
  });

  it('are found in items of lists, too', () => {
    const item = struct({ m: { form: 'leaf', whole: MAP } });
    const shape = struct({ l: { form: 'listmap', keys: ['k'], defaults: {}, item } });
    const fields = { 'f:l': { 'k:{"k":"a"}': { '.': {}, 'f:m': { 'f:a': {} } } } };
    expect(after(shape, fields)).toEqual({ 'f:l': { 'k:{"k":"a"}': { '.': {}, 'f:m': {} } } });
  });
});
