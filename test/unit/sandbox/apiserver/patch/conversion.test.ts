import { expect, test } from 'vitest';

import { conversionFault } from '../../../../../src/sandbox/apiserver/patch/conversion.js';
import type { Json } from '../../../../../src/sandbox/model/json.js';

const pod = (container: Json): Json => ({ spec: { containers: [container] } });

// What a real 1.34 answers.
test.each<[string, string, Json, string | undefined]>([
  ['a number for a text', 'ConfigMap', { data: { sun: 1 } }, 'cannot convert int64 to string'],
  ['a fraction for a text', 'ConfigMap', { data: { sun: 1.5 } }, 'unrecognized type: string'],
  ['a list for a text', 'ConfigMap', { data: { sun: ['a'] } }, 'unrecognized type: string'],
  ['a list for a map', 'ConfigMap', { data: ['a'] }, 'cannot restore map from slice'],
  ['a text for a switch', 'ConfigMap', { immutable: 'x' }, 'unrecognized type: bool'],
  ['a list for a struct', 'ConfigMap', { metadata: [] }, 'cannot restore struct from: slice'],
  [
    'no base 64',
    'ConfigMap',
    { binaryData: { a: '***' } },
    'error decoding from json: illegal base64 data at input byte 0',
  ],
  ['a text for a list', 'Pod', { spec: { containers: 'x' } }, 'cannot restore slice from string'],
  ['a number for a struct of a list', 'Pod', { spec: { tolerations: [1] } }, 'cannot restore struct from: int64'],
  ['a text for a number', 'Pod', pod({ ports: [{ containerPort: 'x' }] }), 'unrecognized type: int32'],
  ['a fraction for a number', 'Pod', { spec: { activeDeadlineSeconds: 1.5 } }, 'cannot convert float64 to int64'],
  [
    'a switch for a port',
    'Pod',
    pod({ livenessProbe: { httpGet: { port: true } } }),
    'json: cannot unmarshal bool into Go value of type int32',
  ],
  [
    'no quantity',
    'Pod',
    pod({ resources: { requests: { cpu: [1] } } }),
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  ],
  [
    'the first fault in the order of the struct',
    'Pod',
    { spec: 'x', metadata: [] },
    'cannot restore struct from: slice',
  ],
  ['what nobody knows', 'Pod', { spec: { nonsense: 1 } }, undefined],
  [
    'what fits',
    'Pod',
    { ...{ metadata: { name: 'a', creationTimestamp: null } }, spec: { hostNetwork: true } },
    undefined,
  ],
])('%s', (_case, struct, value, fault) => {
  expect(conversionFault(struct, value)).toBe(fault);
});
