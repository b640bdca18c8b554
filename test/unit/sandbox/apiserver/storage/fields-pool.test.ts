import { describe, expect, it } from 'vitest';

import { FieldsPool } from '../../../../../src/sandbox/apiserver/storage/fields-pool.js';
import type { ObjectMeta } from '../../../../../src/sandbox/model/meta.js';

const managedBy = (label: string): ObjectMeta => ({
  name: 'p',
  managedFields: [{ manager: 'm', operation: 'Update', fieldsV1: { 'f:metadata': { [`f:${label}`]: {} } } }, {}],
});
const fieldsOf = ({ managedFields = [] }: ObjectMeta): unknown => managedFields[0]?.fieldsV1;

describe('sets of managed fields', () => {
  it('are kept once when they are equal', () => {
    const pool = new FieldsPool();
    const [one, same, other] = [managedBy('a'), managedBy('a'), managedBy('b')];
    for (const meta of [one, same, other]) pool.share(meta);
    expect(fieldsOf(same)).toBe(fieldsOf(one));
    expect(fieldsOf(other)).toEqual(fieldsOf(managedBy('b')));
  });

  it('are forgotten when many others came, and are right all the same', () => {
    const pool = new FieldsPool();
    const first = managedBy('first');
    pool.share(first);
    for (let index = 0; index < 2_000; index += 1) pool.share(managedBy(`f${index}`));
    const again = managedBy('first');
    pool.share(again);
    expect(fieldsOf(again)).not.toBe(fieldsOf(first));
    expect(again).toEqual(first);
  });
});
