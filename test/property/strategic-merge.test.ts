import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/petset/kubernetes.js';
import { strategicMerge } from '../../src/petset/strategic-merge.js';
import { POD_TEMPLATE } from '../../src/petset/strategic-merge-table.js';

const name = fc.constantFrom('a', 'b', 'c');
const some: { requiredKeys: [] } = { requiredKeys: [] };
const value = fc.record({ name, value: name });
const list = <T>(item: fc.Arbitrary<T>, key: (each: T) => unknown): fc.Arbitrary<T[]> =>
  fc.uniqueArray(item, { selector: key, maxLength: 3 });

const container = fc
  .tuple(
    name,
    fc.record(
      {
        image: name,
        args: fc.array(name, { maxLength: 2 }),
        env: list(value, (each) => each.name),
        resources: fc.record({ cpu: name }, some),
      },
      some,
    ),
  )
  .map(([named, rest]) => ({ name: named, ...rest }));

const template = fc.record(
  {
    metadata: fc.record(
      { labels: fc.dictionary(name, name, { noNullPrototype: true }), finalizers: fc.uniqueArray(name) },
      some,
    ),
    spec: fc.record(
      {
        containers: list(container, (each) => each.name),
        nodeSelector: fc.dictionary(name, name, { noNullPrototype: true }),
        tolerations: fc.array(fc.record({ key: name }), { maxLength: 2 }),
        hostPID: fc.boolean(),
      },
      some,
    ),
  },
  some,
);

const merge = (target: JsonObject, patch: JsonObject): JsonObject => strategicMerge(target, patch, POD_TEMPLATE);

test('an empty patch changes nothing, and nothing patched with a template is that template', () => {
  fc.assert(
    fc.property(template, (each) => {
      expect(merge(each, {})).toEqual(each);
      expect(merge({}, each)).toEqual(each);
    }),
  );
});

test('what is patched twice with the same is as it was after the first time', () => {
  fc.assert(
    fc.property(template, template, (target, patch) => {
      const once = merge(target, patch);
      expect(merge(once, patch)).toEqual(once);
    }),
  );
});

test('neither of the two is changed', () => {
  fc.assert(
    fc.property(template, template, (target, patch) => {
      const before = JSON.stringify([target, patch]);
      merge(target, patch);
      expect(JSON.stringify([target, patch])).toBe(before);
    }),
  );
});

test('a null for everything in it leaves nothing of a template', () => {
  fc.assert(
    fc.property(template, (each) => {
      expect(merge(each, { metadata: null, spec: null })).toEqual({});
    }),
  );
});
