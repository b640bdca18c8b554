import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Manifest, readManifests } from '../../../src/cluster/manifests.js';

const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'petset-manifests-'));
  mkdirSync(join(dir, 'below'));
  mkdirSync(join(dir, 'empty'));
  writeFileSync(join(dir, 'b.yaml'), `${map('b')}---\n${map('c')}`);
  writeFileSync(join(dir, 'a.json'), JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }));
  writeFileSync(join(dir, 'notes.txt'), 'not for us');
  writeFileSync(join(dir, 'below', 'd.yml'), map('d'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const read = (files: readonly string[], { recursive = false, stdin = '' } = {}): Promise<readonly Manifest[]> =>
  readManifests({ files, recursive, stdin: Readable.from([stdin]) });
const names = (manifests: readonly Manifest[]): readonly unknown[] =>
  manifests.map(({ document }) => (document.metadata as { name?: string }).name);

test('a file has all of its documents, in their order', async () => {
  expect(names(await read([join(dir, 'b.yaml')]))).toEqual(['b', 'c']);
});

test('of a directory the files that kubectl would take, and those below it only on demand', async () => {
  expect(names(await read([dir]))).toEqual(['a', 'b', 'c']);
  expect(names(await read([dir], { recursive: true }))).toEqual(['a', 'b', 'c', 'd']);
});

test('standard input', async () => {
  const [manifest] = await read(['-'], { stdin: map('x') });
  expect(names(await read(['-'], { stdin: map('x') }))).toEqual(['x']);
  expect(manifest?.where(['metadata', 'name'])).toBe('STDIN:4');
});

test('a list is taken apart, and its items keep their lines', async () => {
  const list =
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n  metadata: {name: x}\n- apiVersion: v1\n  kind: B\n  metadata: {name: z}\n';
  const manifests = await read(['-'], { stdin: list });
  expect(names(manifests)).toEqual(['x', 'z']);
  expect(manifests[1]?.where(['kind'])).toBe('STDIN:8');
});

describe('what cannot be read', () => {
  test.each([
    ['/nope', /^error: the path "\/nope" does not exist$/],
    ['http://127.0.0.1:1/x.yaml', /^error: unable to read URL "http:\/\/127\.0\.0\.1:1\/x\.yaml": /],
  ])('%s', async (file, problem) => {
    await expect(read([file])).rejects.toThrow(problem);
  });

  test('a directory without a manifest', async () => {
    await expect(read([join(dir, 'empty')])).rejects.toThrow(/has no \.yaml, \.yml or \.json files/);
  });

  test.each([
    ['- a\n', 'error: STDIN:1: this is no Kubernetes object: a map with apiVersion, kind and metadata'],
    ['\n\nkind: PetSet\n', 'error: STDIN:3: apiVersion: Required value\nerror: STDIN:3: metadata: Required value'],
  ])('%j', async (stdin, problem) => {
    await expect(read(['-'], { stdin })).rejects.toThrow(problem);
  });
});
