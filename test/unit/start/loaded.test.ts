import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { split } from '../../../scripts/bundle.mjs';
import { COMMANDS } from '../../../src/cli/commands.js';
import { VOCABULARY } from '../../../src/cli/vocabulary.js';

/** What starts every command. */
const START = ['src/main.ts', 'src/cli/run.ts'];
const FILES: Readonly<Record<string, string>> = { timeline: 'timeline/timeline' };
const fileOf = (command: string): string => `src/commands/${FILES[command] ?? command}.ts`;

let metafile: Metafile;
let bytes: ReadonlyMap<string, number>;

beforeAll(async () => {
  ({ metafile } = await split({ outdir: 'nowhere', words: VOCABULARY }));
  const parts = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  bytes = new Map(parts.map(([file, { bytesInOutput }]) => [file, bytesInOutput]));
}, 120_000);

/** All files of ours and of packages that are loaded with these, before anybody asks for more. */
function loadedWith(files: readonly string[]): readonly string[] {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    const input = metafile.inputs[file];
    if (loaded.has(file) || input === undefined) return;
    loaded.add(file);
    for (const { path, kind } of input.imports) if (kind !== 'dynamic-import') load(path);
  };
  for (const file of files) {
    expect(metafile.inputs, `${file} is a part of the program`).toHaveProperty([file]);
    load(file);
  }
  return [...loaded];
}

/** The folders of `src`, and the packages, that files are of. */
function placesOf(files: readonly string[]): ReadonlySet<string> {
  const places = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)|src\/([^/]+)/.exec(file) ?? []);
  return new Set(places.map(([, name = '', folder = '']) => name || folder));
}

/** Fails where files are larger than they may be, with the largest of them. */
function expectAtMost(most: number, files: readonly string[]): void {
  const sizes = files.map((file) => [bytes.get(file) ?? 0, file] as const).sort(([a], [b]) => b - a);
  const total = sizes.reduce((sum, [size]) => sum + size, 0);
  const largest = sizes.slice(0, 12).map(([size, file]) => `${String(size).padStart(8)} ${file}`);
  expect(
    total,
    `${total} bytes of ${files.length} files are loaded, ${most} may be. What is seldom used is loaded with import() when it is. The largest:\n${largest.join('\n')}\n`,
  ).toBeLessThanOrEqual(most);
}

describe('what is loaded', () => {
  test('by all of it at first: next to nothing, and no TLS, which is made ready before it is used', async () => {
    const bundled = await build({
      entryPoints: ['src/start.ts'],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outdir: 'nowhere',
      write: false,
      metafile: true,
    });
    const [start] = Object.values(bundled.metafile.outputs);
    expect(start?.bytes).toBeLessThan(15_000);
    const names = start?.imports.map(({ path }) => path.replace(/^node:/, '')) ?? [];
    expect([...new Set(names)].sort()).toEqual(['crypto', 'fs', 'os', 'path', 'process', 'util', 'vm']);
  });

  test('by every command before its own file: none of the packages, and no cluster', () => {
    const loaded = loadedWith(START);
    expect(loaded.filter(isStrange)).toEqual([]);
    expectAtMost(85_000, loaded);
  });

  test('by completion, as long as nothing is looked up', () => {
    const loaded = loadedWith(['src/main.ts', 'src/cli/complete/complete.ts']);
    expect(loaded.filter(isStrange)).toEqual([]);
    expectAtMost(85_000, loaded);
  });

  test('by get, which is typed most', () => {
    const loaded = loadedWith([...START, 'src/commands/get.ts']);
    expect(packagesOf(loaded)).toEqual(['js-yaml']);
    expect(loaded.filter((file) => /plan\.ts$|loop\.ts$|render\/(live|lines|timeline)|legacy/.test(file))).toEqual([]);
    expectAtMost(300_000, loaded);
  });

  test.each(Object.keys(COMMANDS))('by %s: neither client-node nor the embedded cluster', (command) => {
    const loaded = loadedWith([...START, fileOf(command)]);
    const places = placesOf(loaded);
    for (const unwanted of ['@kubernetes/client-node', 'ws', 'openid-client', '@marcbachmann/cel-js'])
      expect(places).not.toContain(unwanted);
    expect(loaded).not.toContain('src/sandbox/index.ts');
    // The sandbox's own flags are read by its own rules.
    if (command !== 'sandbox') expect(loaded.filter((file) => file.startsWith('src/sandbox/'))).toEqual([]);
  });

  test('of client-node where it is needed: not its models', () => {
    const loaded = loadedWith(['src/cluster/helped-authentication.ts']);
    expect(placesOf(loaded)).toContain('@kubernetes/client-node');
    expect(loaded.filter((file) => file.includes('/client-node/dist/gen/')).length).toBeLessThanOrEqual(1);
  });
});

const packagesOf = (files: readonly string[]): readonly string[] =>
  [...placesOf(files.filter((file) => file.includes('node_modules')))].sort();

/** What nobody needs who only reads a command line. */
const isStrange = (file: string): boolean =>
  !/^src\/(main|cli\/.+|commands\/.+|petset\/.+|cluster\/clock|controller\/pace)\.ts$/.test(file);
