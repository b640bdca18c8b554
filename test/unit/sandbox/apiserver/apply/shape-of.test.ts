import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { shapeOf, structShape } from '../../../../../src/sandbox/apiserver/apply/shape-of.js';
import { CONFIG_MAP } from '../../../../../src/sandbox/apiserver/kinds/core/configuration.js';
import type { Shape } from '../../../../../src/sandbox/apiserver/schema/shape.js';
import { hasStruct, structOf } from '../../../../../src/sandbox/apiserver/schema/structs.js';

/**
 * Every field of the structs here as the OpenAPI of a real 1.34 has it: its type, and what has an owner of its own
 * (x-kubernetes-list-type, x-kubernetes-list-map-keys with the defaults of the keys, x-kubernetes-map-type).
 */
const OPEN_API = JSON.parse(
  readFileSync(new URL('../../../../fixtures/kubernetes-1.34/field-owners.json', import.meta.url), 'utf8'),
) as Record<string, string[]>;

/** A shape in the words of the fixture. */
function words(shape: Shape | undefined): string {
  switch (shape?.form) {
    case 'leaf':
      if (shape.whole !== undefined) return `atomic ${words(shape.whole)}`;
      return shape.items === undefined ? (shape.scalar ?? 'anything') : `list of ${words(shape.items)}`;
    case 'map':
      return `map of ${words(shape.value)}`;
    case 'set':
      return `set of ${words(shape.item)}`;
    case 'listmap': {
      const { keys, defaults } = shape;
      const told = keys.map((key) => (key in defaults ? `${key}=${String(defaults[key])}` : key));
      return `by ${told.join('+')} of ${words(shape.item)}`;
    }
    case 'struct':
    case 'untyped':
      return shape.form;
    case undefined:
      return 'nothing';
  }
}

describe('the owners of fields', () => {
  it.each(Object.entries(OPEN_API))('%s has those of OpenAPI', (name, fields) => {
    expect(hasStruct(name)).toBe(true);
    const shape = structShape(name);
    if (shape.form !== 'struct') throw new Error(`${name} is no struct`);
    const told = [...structOf(name).keys()].map((field) => `${field}: ${words(shape.field(field))}`);
    expect(told.sort()).toEqual(fields);
  });

  it('are those that a kind tells itself, where it does', () => {
    const shape: Shape = { form: 'untyped' };
    expect(shapeOf({ ...CONFIG_MAP, shape })).toBe(shape);
  });

  it('are nobody for a field that is none', () => {
    const shape = structShape('Pod');
    expect(shape.form === 'struct' && shape.field('nonsense')).toBeUndefined();
  });
});
