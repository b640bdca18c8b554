import { describe, expect, it } from 'vitest';

import { structName, subresourcesOf } from '../../../../../src/sandbox/apiserver/kinds/kind.js';
import { KINDS } from '../../../../../src/sandbox/apiserver/kinds/table.js';
import { hasStruct } from '../../../../../src/sandbox/apiserver/schema/structs.js';
import { SUBRESOURCE_HANDLERS } from '../../../../../src/sandbox/apiserver/subresources/handlers.js';

describe.each(KINDS.map((kind) => ({ name: `${kind.kind}.${kind.group}`, kind })))('the kind $name', ({ kind }) => {
  it('has a struct', () => {
    expect(hasStruct(structName(kind))).toBe(true);
  });

  it('begins its table with the name', () => {
    expect(kind.printer.columns[0]).toMatchObject({ format: kind.printer.columns[0]?.name === 'Name' ? 'name' : '' });
    expect(new Set(kind.printer.columns.map(({ name }) => name)).size).toBe(kind.printer.columns.length);
  });

  it('has a handler for each verb of each subresource', () => {
    const wanted = subresourcesOf(kind).flatMap(({ name, verbs }) => verbs.map((verb) => `${verb} ${name}`));
    expect(wanted.filter((key) => SUBRESOURCE_HANDLERS[key] === undefined)).toEqual([]);
  });
});

describe('the table of kinds', () => {
  it('names everything once', () => {
    const keys = KINDS.flatMap(({ group, version, kind, plural }) => [
      `kind ${kind}.${version}.${group}`,
      `plural ${plural}.${version}.${group}`,
    ]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('gives no two kinds of a group one short name', () => {
    const names = KINDS.flatMap(({ group, version, shortNames = [] }) =>
      shortNames.map((name) => `${name}.${version}.${group}`),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});
