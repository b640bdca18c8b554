import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

test('CONTRIBUTING.md names each dependency once, with the reason why it is there, and no other', () => {
  const [, section = ''] = /\n## Dependencies\n([^]*?)\n## /.exec(readFileSync('CONTRIBUTING.md', 'utf8')) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named.sort()).toEqual(Object.keys(manifest.devDependencies).sort());
  expect(rows.filter((row) => (row.split('|')[2] ?? '').trim() === '')).toEqual([]);
});

test('an installed package has no dependencies', () => {
  expect(manifest.dependencies).toBeUndefined();
});
