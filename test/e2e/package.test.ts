import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, relative } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;
const BINS = ['kubectl-petset', 'kubectl_complete-petset'];

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Has Node take itself for an old one. */
const OLD_NODE = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '18.20.8' } })`;

describe('the package', () => {
  /** With a blank in its name. What npm keeps is there as well, and the registry is not to be reached. */
  let home: string;
  let archive: string;
  let files: string[];
  let installed: string;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'petset package '));
    // What it is packed of has been built; building it anew would take it from under everybody else.
    const { stdout } = await npm('pack', '--json', '--ignore-scripts', '--pack-destination', home);
    const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
    files = packed!.files.map(({ path }) => path);
    archive = join(home, packed!.filename);
    await npm('install', '--global', '--prefix', join(home, 'prefix'), archive);
    installed = join(home, 'prefix/lib/node_modules/kubectl-petset');
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const run = (program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Printed> => {
    const path = `${join(home, 'prefix/bin')}:${process.env.PATH ?? ''}`;
    return exec(program, args, { cwd: ROOT, env: { ...environment(), PATH: path, ...more } });
  };
  const npm = (...args: readonly string[]): Promise<Printed> =>
    run('npm', [...args, '--offline', '--no-audit', '--no-fund'], { npm_config_cache: join(home, 'cache') });

  test('has all that the README leads to, and nothing that is only for who builds it', () => {
    const readme = readFileSync(join(installed, 'README.md'), 'utf8');
    const linked = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path = '']) => posix.normalize(path));
    expect(linked.filter((path) => !files.includes(path))).toEqual([]);
    expect(files.filter((path) => /^(src|test|scripts|build)\//.test(path))).toEqual([]);
  });

  test('needs no other package, and nothing has to be built or run when it is installed', () => {
    const names = readdirSync(join(home, 'prefix/lib/node_modules'));
    expect(names.filter((name) => !name.startsWith('.'))).toEqual(['kubectl-petset']);
    expect(readdirSync(installed)).not.toContain('node_modules');
    const { scripts } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { scripts: object };
    expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
  });

  test.for(BINS)('%s is run by Node, also where there is no sh', (name) => {
    const file = join(home, 'prefix/bin', name);
    expect(readlinkSync(file)).toMatch(/kubectl-petset\/(dist|plugin)\//);
    expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('is reached through links to links, relative ones too', async () => {
    const links = join(home, 'some links');
    mkdirSync(links);
    for (const name of BINS) {
      symlinkSync(relative(links, join(home, 'prefix/bin', name)), join(links, `${name}.1`));
      symlinkSync(`${name}.1`, join(links, name));
    }
    expect((await run(join(links, 'kubectl-petset'), ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { stdout } = await run(join(links, 'kubectl_complete-petset'), ['up']);
    expect(stdout).toMatch(/^upgrade\t.+\n:4\n$/);
  });

  test('is run from its archive by npx', async () => {
    const env = { npm_config_cache: join(home, 'cache') };
    const words = ['--yes', '--offline', `--package=${archive}`, 'kubectl-petset', '--version'];
    expect((await run('npx', words, env)).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('says which Node it needs where that is an older one', async () => {
    const refused = run('kubectl-petset', ['get'], { NODE_OPTIONS: `--import "${OLD_NODE}"` });
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: 'error: kubectl petset needs Node.js 20.19 or newer, and this is 18.20.8\n',
    });
  });

  test.skipIf(!inject('kubectl'))('is found by kubectl, without a warning, and works', async () => {
    const tools = join(home, 'tools');
    mkdirSync(tools);
    symlinkSync(process.execPath, join(tools, 'node'));
    symlinkSync((await run('sh', ['-c', 'command -v kubectl'])).stdout.trim(), join(tools, 'kubectl'));
    // Nothing else: whoever runs the tests may have installed it as well.
    const env = { PATH: `${join(home, 'prefix/bin')}:${tools}` };
    expect(await run('kubectl', ['plugin', 'list'], env)).toEqual({
      stdout: `The following compatible plugins are available:\n\n${join(home, 'prefix/bin/kubectl-petset')}\n`,
      stderr: '',
    });
    const example = join(installed, 'examples/petset.yaml');
    expect((await run('kubectl', ['petset', 'convert', '-f', example], env)).stdout).toMatch(/^kind: PetSet$/m);
    expect((await run('kubectl', ['__complete', 'petset', 'up'], env)).stdout).toMatch(/^upgrade\t.+\n:4\n$/);
  });
});

const exec = promisify(execFile);

/** What npm sets for the programs that it runs would be told to the npm in here. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}
