import { describe, expect, test } from 'vitest';
import type { FieldPath } from '../../../src/petset/field-error.js';
import type { Json, JsonObject } from '../../../src/petset/kubernetes.js';
import { originOf } from '../../../src/petset/merge-origin.js';
import { strategicMerge } from '../../../src/petset/strategic-merge.js';
import { POD_TEMPLATE } from '../../../src/petset/strategic-merge-table.js';

/** What a patch of the pod's spec makes of it. */
const merged = (target: JsonObject, patch: JsonObject): Json | undefined =>
  strategicMerge({ spec: target }, { spec: patch }, POD_TEMPLATE).spec;

describe('maps', () => {
  test('are merged field by field; null removes one', () => {
    const target = { nodeSelector: { disk: 'ssd', zone: 'a' }, priority: 3 };
    const patch = { nodeSelector: { zone: 'b', disk: null }, priority: null, hostPID: true };
    expect(merged(target, patch)).toEqual({ nodeSelector: { zone: 'b' }, hostPID: true });
  });

  test('$patch: replace puts one in the place of the other, or where there was none', () => {
    const affinity = { $patch: 'replace', podAffinity: { a: 1, b: null } };
    expect(merged({ affinity: { nodeAffinity: {} } }, { affinity })).toEqual({ affinity: { podAffinity: { a: 1 } } });
    expect(merged({}, { affinity })).toEqual({ affinity: { podAffinity: { a: 1 } } });
  });

  test('$patch: delete empties one', () => {
    expect(merged({ affinity: { a: 1 } }, { affinity: { $patch: 'delete' } })).toEqual({ affinity: {} });
    expect(merged({}, { affinity: { $patch: 'delete' } })).toEqual({});
  });

  test('$retainKeys keeps only some of the fields that were there', () => {
    const target = { volumes: [{ name: 'tmp', emptyDir: {} }] };
    const volumes = [{ name: 'tmp', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/tmp' } }];
    expect(merged(target, { volumes })).toEqual({ volumes: [{ name: 'tmp', hostPath: { path: '/tmp' } }] });
  });

  test('a field may be called as what every object inherits', () => {
    expect(merged({}, { nodeSelector: { constructor: 'x' } })).toEqual({ nodeSelector: { constructor: 'x' } });
  });
});

describe('lists', () => {
  const target = { containers: [{ name: 'a', image: '1', env: [{ name: 'X', value: '1' }] }, { name: 'b' }] };

  test('are merged item by item where the items have a key, and so are the lists within', () => {
    const patch = { containers: [{ name: 'a', env: [{ name: 'Y', value: '2' }] }] };
    expect(merged(target, patch)).toEqual({
      containers: [
        {
          name: 'a',
          image: '1',
          env: [
            { name: 'Y', value: '2' },
            { name: 'X', value: '1' },
          ],
        },
        { name: 'b' },
      ],
    });
  });

  test('an item is taken out by $patch: delete; $patch: replace takes out all but those of the patch', () => {
    expect(merged(target, { containers: [{ name: 'a', $patch: 'delete' }] })).toEqual({ containers: [{ name: 'b' }] });
    expect(merged(target, { containers: [{ $patch: 'replace' }, { name: 'c' }] })).toEqual({
      containers: [{ name: 'c' }],
    });
  });

  test('a list without keys replaces the other', () => {
    const tolerations = [{ key: 'b' }];
    expect(merged({ tolerations: [{ key: 'a' }] }, { tolerations })).toEqual({ tolerations });
  });

  test('values are taken out one by one', () => {
    const patch = { containers: [{ name: 'a', '$deleteFromPrimitiveList/args': ['-v'] }] };
    expect(merged({ containers: [{ name: 'a', args: ['-v', '-x'] }] }, patch)).toEqual({
      containers: [{ name: 'a', args: ['-x'] }],
    });
  });

  test('finalizers are a set of values', () => {
    const finalizers = (list: readonly string[]): JsonObject => ({ metadata: { finalizers: list } });
    expect(strategicMerge(finalizers(['a', 'b']), finalizers(['b', 'c']), POD_TEMPLATE)).toEqual(
      finalizers(['a', 'b', 'c']),
    );
  });

  test('items of one key that were there before both stay', () => {
    const ports = [
      { containerPort: 53, protocol: 'TCP' },
      { containerPort: 53, protocol: 'UDP' },
    ];
    expect(merged({ containers: [{ name: 'a', ports }] }, { containers: [{ name: 'a', image: '2' }] })).toEqual({
      containers: [{ name: 'a', image: '2', ports }],
    });
  });
});

describe('a field of the result', () => {
  const target: JsonObject = {
    spec: {
      containers: [
        { name: 'a', image: '1' },
        { name: 'b', image: '2' },
      ],
    },
  };
  const patch: JsonObject = { spec: { containers: [{ name: 'new' }, { name: 'b', ports: [{ containerPort: 80 }] }] } };
  const result = strategicMerge(target, patch, POD_TEMPLATE);
  const origin = (source: Json, path: FieldPath): FieldPath => originOf(source, result, path, { shape: POD_TEMPLATE });
  const names = (result.spec as { containers: readonly { name: string }[] }).containers.map(({ name }) => name);
  const b = names.indexOf('b');

  test('is found again in what was merged, wherever its item stands there', () => {
    expect(origin(target, ['spec', 'containers', b, 'image'])).toEqual(['spec', 'containers', 1, 'image']);
    expect(origin(patch, ['spec', 'containers', b, 'ports', 0])).toEqual(['spec', 'containers', 1, 'ports', 0]);
  });

  test('that is in one of them only is found in the other as far as it goes', () => {
    expect(origin(patch, ['spec', 'containers', b, 'image'])).toEqual(['spec', 'containers', 1]);
    expect(origin(target, ['spec', 'containers', names.indexOf('new'), 'image'])).toEqual(['spec', 'containers']);
  });
});
