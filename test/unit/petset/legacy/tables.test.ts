import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { tablesInMarkdown } from './tables.js';

const PAGE = new URL('../../../../docs/legacy-manifests.md', import.meta.url);

/** `npx vitest run --project unit test/unit/petset/legacy/tables.test.ts -u` writes them anew, below what stands above them. */
test('the page has the tables as they are', async () => {
  const [head = ''] = readFileSync(PAGE, 'utf8').split('## Sets\n');
  const tables = await format(tablesInMarkdown(), { parser: 'markdown', printWidth: 120 });
  await expect(head + tables).toMatchFileSnapshot(PAGE.pathname);
});
