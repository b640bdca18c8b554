import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { NODE_IMAGES } from '../../../scripts/kind-images.mjs';
import { PLATFORMS, targetOf } from '../../../scripts/release/platforms.mjs';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly strategy?: {
    readonly matrix: { readonly include?: readonly { readonly target: string }[]; readonly kubernetes?: string[] };
  };
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = '.github/workflows';
const textOf = (name: string): string => readFileSync(`${FOLDER}/${name}`, 'utf8');
const read = (name: string): Workflow => load(textOf(name)) as Workflow;
const names = readdirSync(FOLDER);

test.each(names)('%s takes actions as they were at one commit, of a version that is named', (name) => {
  const used = textOf(name)
    .split('\n')
    .filter((line) => /\buses:/.test(line) && !line.includes('uses: ./'));
  expect(used.filter((line) => !/ uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test.each(names)('%s may only read, where it does not say otherwise', (name) => {
  expect(read(name).permissions).toEqual({ contents: 'read' });
});

test.each(names)('each step of %s is an action or a program that runs here too', (name) => {
  const runs = Object.values(read(name).jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run }) => run ?? []));
  const own = /^(npm (ci|run [\w:-]+)|node scripts\/[\w/-]+\.mjs|\.ci\/run)( [^\n;|&]*)?$/;
  expect(runs.filter((run) => !own.test(run))).toEqual([]);
});

test('an executable is made for every platform of a release', () => {
  const targets = read('release.yml').jobs.executables?.strategy?.matrix.include?.map(({ target }) => target);
  expect(targets).toEqual(PLATFORMS.map(targetOf));
});

test('the end-to-end tests run on every version of Kubernetes that there is an image of', () => {
  const versions = read('e2e.yml').jobs.kind?.strategy?.matrix.kubernetes;
  expect(versions).toHaveLength(4);
  expect(new Set(versions)).toEqual(new Set(Object.keys(NODE_IMAGES)));
});
