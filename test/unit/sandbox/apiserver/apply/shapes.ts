import type { Shape } from '../../../../../src/sandbox/apiserver/schema/shape.js';

/** A struct of these fields. */
export const struct = (fields: Readonly<Record<string, Shape>>): Shape => ({
  form: 'struct',
  field: (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined),
});

export const TEXT: Shape = { form: 'leaf', scalar: 'string' };
export const NUMBER: Shape = { form: 'leaf', scalar: 'numeric' };

/** An object with a field of each form. */
export const SAMPLE: Shape = struct({
  name: TEXT,
  count: NUMBER,
  ready: { form: 'leaf', scalar: 'boolean' },
  when: { form: 'leaf', scalar: 'any' },
  labels: { form: 'map', value: TEXT },
  selector: { form: 'leaf', whole: { form: 'map', value: TEXT } },
  args: { form: 'leaf', items: TEXT },
  tags: { form: 'set', item: { form: 'leaf', scalar: 'string' } },
  ports: {
    form: 'listmap',
    keys: ['port', 'protocol'],
    defaults: { protocol: 'TCP' },
    item: struct({ port: NUMBER, protocol: TEXT, name: TEXT }),
  },
  inner: struct({ a: TEXT, b: TEXT }),
  free: { form: 'untyped' },
});
