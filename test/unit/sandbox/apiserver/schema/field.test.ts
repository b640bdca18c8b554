import { describe, expect, it } from 'vitest';

import { FIELD_TABLE } from '../../../../../src/sandbox/apiserver/schema/field-table.js';
import { parseStruct } from '../../../../../src/sandbox/apiserver/schema/field.js';
import { structOf } from '../../../../../src/sandbox/apiserver/schema/structs.js';

const parse = (notation: string) => parseStruct(notation, (name) => name === 'Part');

describe('the notation of fields', () => {
  it('reads a field of each form', () => {
    const struct = parse('name! string; user *int64; parts []Part @name; tags []string @; labels map[string]string');
    expect([...struct.values()]).toEqual([
      field('name', { form: 'scalar', scalar: 'string', goName: 'string' }, { always: true, numbers: [1] }),
      field('user', { form: 'scalar', scalar: 'int64', goName: 'int64' }, { pointer: true, numbers: [2] }),
      field(
        'parts',
        { form: 'list', goName: '[]v1.Part', item: { form: 'struct', struct: 'Part', goName: 'v1.Part' } },
        { mergeKey: 'name', numbers: [3] },
      ),
      field(
        'tags',
        { form: 'list', goName: '[]string', item: { form: 'scalar', scalar: 'string', goName: 'string' } },
        { mergeKey: '', numbers: [4] },
      ),
      field(
        'labels',
        { form: 'map', goName: 'map[string]string', value: { form: 'scalar', scalar: 'string', goName: 'string' } },
        { numbers: [5] },
      ),
    ]);
  });

  it('numbers fields one after the other, through embedded messages', () => {
    const struct = parse('~kind string; a#4 string; {b string; c#3 string}; {#9 {d string}}; e string');
    expect(Object.fromEntries([...struct.values()].map(({ name, numbers }) => [name, numbers]))).toEqual({
      kind: [],
      a: [4],
      b: [5, 1],
      c: [5, 3],
      d: [9, 1, 1],
      e: [10],
    });
  });

  it('takes what it does not know for a named string', () => {
    expect(parse('policy RestartPolicy; uid UID').get('policy')?.type).toEqual({
      form: 'scalar',
      scalar: 'string',
      goName: 'v1.RestartPolicy',
    });
    expect(parse('uid UID').get('uid')?.type.goName).toBe('types.UID');
  });

  it('is refused when it is none', () => {
    expect(() => parse('name')).toThrow('name: is no field');
  });
});

describe('the table of fields', () => {
  it.each(Object.keys(FIELD_TABLE))('%s gives every field a number of its own', (name) => {
    const numbers = [...structOf(name).values()]
      .filter((one) => one.numbers.length > 0)
      .map((one) => one.numbers.join());
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('knows the pod of 1.34', () => {
    const spec = structOf('PodSpec');
    expect(['resourceClaims', 'schedulingGates', 'hostnameOverride'].every((name) => spec.has(name))).toBe(true);
    expect(spec.get('containers')?.numbers).toEqual([2]);
    expect(spec.get('resources')?.numbers).toEqual([40]);
  });

  it('refuses to be asked for what it does not have', () => {
    expect(() => structOf('Unicorn')).toThrow('no struct Unicorn');
  });
});

function field(name: string, type: object, rest: object): object {
  return { name, type, pointer: false, always: false, mergeKey: undefined, ...rest };
}
