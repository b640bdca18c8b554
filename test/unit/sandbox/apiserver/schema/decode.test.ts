import { describe, expect, it } from 'vitest';

import { decode, DecodeError } from '../../../../../src/sandbox/apiserver/schema/decode.js';
import type { Json } from '../../../../../src/sandbox/model/json.js';

const pod = (spec: Json, metadata: Json = { name: 'p' }): Json => ({ metadata, spec });

describe('decoding', () => {
  it('writes fields in the order of the struct, and maps by key', () => {
    const { object } = decode('ConfigMap', {
      data: { b: '2', a: '1' },
      metadata: { labels: { z: '', y: '' }, name: 'x' },
    });
    expect(JSON.stringify(object)).toBe('{"metadata":{"name":"x","labels":{"y":"","z":""}},"data":{"a":"1","b":"2"}}');
  });

  it('drops what is empty, unless it is always written or was pointed to', () => {
    const { object } = decode('Container', { name: '', image: '', stdin: false, securityContext: { runAsUser: 0 } });
    expect(object).toEqual({ name: '', resources: {}, securityContext: { runAsUser: 0 } });
  });

  it('names unknown fields in the order of the text', () => {
    const { unknownFields, object } = decode(
      'Pod',
      pod({ zzz: 1, containers: [{ name: 'c', imagee: 'x' }], aaa: { b: 1 } }, { name: 'p', labelz: {} }),
    );
    expect(unknownFields).toEqual(['metadata.labelz', 'spec.zzz', 'spec.containers[0].imagee', 'spec.aaa']);
    expect(object).toMatchObject({ spec: { containers: [{ name: 'c' }] } });
  });

  it.each<[string, Json, string]>([
    [
      'a string for a list',
      pod({ containers: 'x' }),
      'string into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      'a number for a string',
      pod({ containers: [{ image: 7 }] }),
      'number into Go struct field Container.spec.containers.image of type string',
    ],
    ['a string for a struct', pod('x'), 'string into Go struct field Pod.spec of type v1.PodSpec'],
    [
      'a list for a map',
      pod({}, { labels: ['a'] }),
      'array into Go struct field ObjectMeta.metadata.labels of type map[string]string',
    ],
    [
      'a number in a map',
      pod({}, { labels: { a: 1 } }),
      'number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      'a fraction for an integer',
      pod({ priority: 1.5 }),
      'number 1.5 into Go struct field PodSpec.spec.priority of type int32',
    ],
    ['a list for all of it', [], 'array into Go value of type v1.Pod'],
  ])('refuses %s', (_what, value, words) => {
    expect(() => decode('Pod', value)).toThrow(new DecodeError(`json: cannot unmarshal ${words}`));
  });

  it('tells the first of several faults, as they stand in the text', () => {
    expect(() => decode('Pod', pod({ priority: 'x', containers: 'y' }))).toThrow('PodSpec.spec.priority');
  });
});
