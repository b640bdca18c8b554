import { expect, test } from 'vitest';
import type { Revision } from '../../../src/petset/history.js';
import { revisionHash } from '../../../src/petset/revision.js';
import { historyTable } from '../../../src/render/history.js';
import { templateDiff } from '../../../src/render/template-diff.js';
import { webSet } from '../../fixtures/sets.js';

const BORN = Date.parse('2026-01-01T00:00:00Z');

function revision(number: number, image: string, more: Partial<Revision> = {}): Revision {
  const { template } = webSet().spec;
  const changed = { ...template, spec: { ...template.spec, containers: [{ name: 'nginx', image }] } };
  return {
    number,
    hash: revisionHash(changed),
    cause: undefined,
    template: changed,
    createdAt: '2026-01-01T00:00:00Z',
    ...more,
  };
}

test('the table has the columns of kubectl, and its `<none>`', () => {
  const revisions = [revision(9, 'a', { cause: 'kubectl petset upgrade web --image=nginx=a' }), revision(10, 'b')];
  expect(historyTable(revisions, undefined, BORN)).toEqual([
    'REVISION  CHANGE-CAUSE',
    '9         kubectl petset upgrade web --image=nginx=a',
    '10        <none>',
  ]);
});

test('the wide table has the pets of each revision, those side by side together', () => {
  const [old, present] = [revision(1, 'a'), revision(2, 'b', { cause: '' })];
  const pets = new Map([[present.hash, [0, 1, 2, 5, 7, 8]]]);
  expect(historyTable([old, present], pets, BORN + 90_000)).toEqual([
    'REVISION  CHANGE-CAUSE  PETS       AGE',
    '1         <none>        <none>     90s',
    '2         <none>        0-2,5,7-8  90s',
  ]);
});

test('a diff is one of the templates as YAML', () => {
  expect(templateDiff('petset.petset.dev/web', revision(1, 'nginx:1'), revision(2, 'nginx:2'))).toBe(
    [
      '--- petset.petset.dev/web revision #1',
      '+++ petset.petset.dev/web revision #2',
      '@@ -3,5 +3,5 @@',
      '     app: nginx',
      ' spec:',
      '   containers:',
      '-    - image: nginx:1',
      '+    - image: nginx:2',
      '       name: nginx',
      '',
    ].join('\n'),
  );
});

test('two templates that say the same have no diff, whatever the order of their fields', () => {
  expect(templateDiff('web', revision(1, 'a'), revision(2, 'a'))).toBe('');
});
