import { describe, expect, test } from 'vitest';
import type { Target } from '../../../../src/petset/legacy/draft.js';
import { allRows, refusedRows } from './tables.js';
import { LEGACY_FILES, legacyManifests } from '../../../fixtures/legacy-manifests.js';
import { translate } from './translating.js';

test('there are enough of them, and each row of the tables is used by one', async () => {
  expect(LEGACY_FILES.length).toBeGreaterThanOrEqual(30);
  const used = new Set<string>();
  for (const target of ['petset', 'statefulset'] satisfies readonly Target[]) {
    for (const file of LEGACY_FILES) {
      for (const { document } of await legacyManifests(file)) {
        for (const row of translate(document, { target }).used) used.add(row);
      }
    }
  }
  const refused = refusedRows();
  expect(allRows().filter((row) => !used.has(row) && !refused.includes(row))).toEqual([]);
});

describe('what was translated is not translated again', () => {
  test.each(LEGACY_FILES)('%s', async (file) => {
    for (const target of ['petset', 'statefulset'] satisfies readonly Target[]) {
      for (const { document } of await legacyManifests(file)) {
        const once = translate(document, { target });
        expect(once.errors).toEqual([]);
        const twice = translate(once.document, { target });
        expect(twice.document).toEqual(once.document);
        expect(twice.translations.filter(({ told }) => !told.startsWith('Warning: '))).toEqual([]);
      }
    }
  });
});
