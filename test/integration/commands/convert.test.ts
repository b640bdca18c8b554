import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Discovery } from '../../../src/cluster/discovery.js';
import { collectionPath } from '../../../src/cluster/resource.js';
import { parseYaml } from '../../../src/cluster/yaml.js';
import type { KubeObject } from '../../../src/petset/kubernetes.js';
import { bystander } from '../../fixtures/bystander.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { LEGACY_FILES, legacyPath } from '../../fixtures/legacy-manifests.js';
import { type CommandRun, runCommand } from '../../fixtures/world.js';

let cluster: Embedded;
const home = mkdtempSync(join(tmpdir(), 'petset-convert-'));
beforeAll(async () => {
  cluster = await startEmbedded();
});
afterAll(async () => {
  rmSync(home, { recursive: true });
  await cluster.stop();
});

/** Without a kubeconfig, so that a cluster which it asked would be missed. */
const convert = (line: string, input = ''): Promise<CommandRun> =>
  runCommand(['convert', ...line.split(' ')], {
    stdin: Readable.from([input]),
    env: { KUBECONFIG: join(home, 'there is none') },
  });

/** Has the embedded cluster take an object at its every word, without keeping it. */
async function takeStrictly(object: KubeObject): Promise<void> {
  const resource = await new Discovery(cluster.client).find(object.apiVersion, object.kind);
  if (resource === undefined) throw new Error(`there is no ${object.apiVersion} ${object.kind}`);
  const path = collectionPath(resource, object.metadata.namespace ?? 'default');
  await bystander(cluster).create(`${path}?dryRun=All&fieldValidation=Strict`, object);
}

const objectsIn = (yaml: string): readonly KubeObject[] =>
  parseYaml(yaml, 'converted').map(({ value }) => value as unknown as KubeObject);

describe('a cluster of today takes each manifest of 2016, converted, at its every word', () => {
  test.each(LEGACY_FILES)('%s', async (file) => {
    const { code, stdout, stderr } = await convert(`-f ${legacyPath(file)} --to statefulset`);
    expect(code, stderr).toBe(0);
    for (const object of objectsIn(stdout)) await takeStrictly(object);
  });

  test.each(LEGACY_FILES)('%s, its sets as ours', async (file) => {
    const { code, stdout, stderr } = await convert(`-f ${legacyPath(file)}`);
    expect(code, stderr).toBe(0);
    const objects = objectsIn(stdout);
    for (const object of objects.filter(({ kind }) => kind !== 'PetSet')) await takeStrictly(object);
    if (objects.every(({ kind }) => kind !== 'PetSet')) return;
    const line = ['create', '-f', '-', '--dry-run=server', `--kubeconfig=${cluster.kubeconfig}`];
    const created = await runCommand(line, { stdin: Readable.from([stdout]) });
    expect(created.stderr).not.toMatch(/error/i);
    expect(created.code).toBe(0);
    expect(created.stdout.match(/^petset\/\S+ created \(server dry run\)$/gm)).toHaveLength(
      objects.filter(({ kind }) => kind === 'PetSet').length,
    );
  });
});

describe('what was converted is converted to itself, and nothing is told', () => {
  test.each(LEGACY_FILES)('%s', async (file) => {
    for (const flags of ['--to petset', '--to statefulset -o json']) {
      const once = await convert(`-f ${legacyPath(file)} ${flags}`);
      const twice = await convert(`-f - ${flags}`, once.stdout);
      expect(twice.stdout).toBe(once.stdout);
      expect(twice.stderr.split('\n').filter((line) => line !== '' && !line.includes(': Warning: '))).toEqual([]);
    }
  });
});

describe('the documents of files', () => {
  test('come out in their order, with --- between them, or as a List', async () => {
    const yaml = await convert(`-f ${legacyPath('guide-petset.yaml')}`);
    expect(yaml.stdout.split('---\n').map((each) => each.slice(0, each.indexOf('metadata')))).toEqual([
      'apiVersion: v1\nkind: Service\n',
      'apiVersion: petset.dev/v1alpha1\nkind: PetSet\n',
    ]);
    const json = await convert(`-f ${legacyPath('guide-petset.yaml')} -o json --to statefulset`);
    const list = JSON.parse(json.stdout) as { kind: string; items: KubeObject[] };
    expect(list.kind).toBe('List');
    expect(list.items.map(({ kind }) => kind)).toEqual(['Service', 'StatefulSet']);
    const one = await convert(`-f ${legacyPath('network-policy.yaml')} -o json`);
    expect(JSON.parse(one.stdout)).toMatchObject({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' });
  });

  test('are those of all files and directories', async () => {
    const { code, stdout } = await convert(`-f ${legacyPath('')} -f ${legacyPath('jobs.yaml')} -R`);
    expect(code).toBe(0);
    expect(stdout.match(/^kind: Job$/gm)).toHaveLength(4);
  });

  test('what was translated is told on stderr, with its line', async () => {
    const { stderr } = await convert('-f -', 'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {}\n');
    expect(stderr).toBe('STDIN:1: policy/v1beta1 became policy/v1\n');
  });

  test('of kube-system are known by the command line too', async () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {annotations: {scheduler.alpha.kubernetes.io/critical-pod: ""}}\n';
    expect((await convert('-f - -n kube-system', pod)).stdout).toContain('priorityClassName: system-cluster-critical');
    expect((await convert('-f -', pod)).stdout).not.toContain('priorityClassName');
  });
});

describe('flags that make no sense', () => {
  test.each([
    ['-o yaml', 'error: must specify --filename (-f)'],
    ['-f - --to deployment', 'error: invalid argument "deployment" for "--to" flag: must be petset or statefulset'],
    ['-f - -o name', 'error: unable to match a printer suitable for the output format "name"'],
  ])('%s', async (line, message) => {
    const { code, stderr } = await convert(line);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });
});

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n';
const INIT = 'pod.alpha.kubernetes.io/init-containers';
const INVALID = `metadata.annotations[${INIT}]`;

/** The same mistake, of an image that is a number on the line of `WRONG`, in every style that YAML has for a text. */
const STYLES: Readonly<Record<string, string>> = {
  'single quotes, folded': `'[\n      {"name": "it''s",\n\n       "image": 3}\n    ]'`,
  'double quotes, folded, with escapes': `"[\\n\n      {\\"name\\": \\"a\\\\tb\\", \\\n      \\x22command\\": [],\n       \\"image\\": 3}\n    ]"`,
  'a literal block': '|\n      [\n        {"name": "a",\n         "image": 3}\n      ]',
  'a literal block with its own indentation': '|2-\n      [{"name": "a",\n\n         "image": 3}]',
  'a folded block': '>\n      [\n        {"name": "a",\n\n         "image": 3}\n      ]',
  'quotes indented less than what is around them': `'[\n{"name": "a",\n "image": 3}\n]'`,
};

describe('nonsense in an annotation is an error with file, line and path', () => {
  test.each(Object.keys(STYLES))('in %s', async (style) => {
    const source = `${POD}    before: x\n    ${INIT}: ${STYLES[style] ?? ''}\nspec: {}\n`;
    const { code, stdout, stderr } = await convert('-f -', source);
    const line = source.split('\n').findIndex((each) => each.includes('image')) + 1;
    expect(stderr).toBe(
      `error: STDIN:${line}: ${INVALID}: [0].image: Invalid value: 3: must be a string\nnothing was converted\n`,
    );
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test('in a plain text that goes on for lines', async () => {
    const sysctls = 'security.alpha.kubernetes.io/sysctls';
    const { stderr } = await convert('-f -', `${POD}    ${sysctls}: a=b,\n      c=d\n\n      ,wrong\nspec: {}\n`);
    expect(stderr).toContain(
      `error: STDIN:9: metadata.annotations[${sysctls}]: Invalid value: "wrong": must be sysctl_name=value`,
    );
  });

  test('in a file of JSON', async () => {
    const file = join(home, 'pod.json');
    const metadata = { name: 'a', annotations: { [INIT]: '[{"name": "a",\n "image": 3}]' } };
    writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: {} }, null, '\t'));
    const { stderr } = await convert(`-f ${file}`);
    expect(stderr).toContain(`error: ${file}:7: ${INVALID}: [0].image: Invalid value: 3: must be a string`);
  });

  test('that is no JSON: where it stops being any', async () => {
    const { stderr } = await convert(
      '-f -',
      `${POD}    ${INIT}: '[\n      {"name": "a"\n       "image": "b"}]'\nspec: {}\n`,
    );
    expect(stderr).toContain(
      `error: STDIN:8: ${INVALID}: Invalid value: this is no JSON: expected "," or "}", but there is "\\"image\\": \\"b\\"}]"`,
    );
  });

  test('all of it is told, of all documents', async () => {
    const pods = [
      `${POD}    ${INIT}: '[1]'\n`,
      `${POD}    ${INIT}: '{}'\n`,
      'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {}\n',
    ];
    const { stderr } = await convert('-f -', pods.join('---\n'));
    expect(stderr.match(/^error: STDIN:\d+: /gm)).toEqual([
      'error: STDIN:6: ',
      'error: STDIN:13: ',
      'error: STDIN:16: ',
    ]);
  });
});

test('what a server has against an init container is told with its line in the annotation', async () => {
  const set = `apiVersion: apps/v1alpha1
kind: PetSet
metadata:
  name: web
spec:
  serviceName: web
  template:
    metadata:
      labels: { app: web }
      annotations:
        pod.beta.kubernetes.io/init-containers: '[
          {"name": "first", "image": "x"},
          {"name": "second", "image": "x",
           "imagePullPolicy": "Sometimes"}
        ]'
    spec:
      containers: [{ name: main, image: x }]
`;
  const file = join(home, 'set.yaml');
  writeFileSync(file, set);
  const run = await runCommand(['create', '-f', file, '--dry-run=server', `--kubeconfig=${cluster.kubeconfig}`]);
  expect(run.stderr).toContain('spec.initContainers[1].imagePullPolicy: Unsupported value: "Sometimes"');
  expect(run.stderr).toContain(`  at ${file}:14\n`);
  expect(run.code).toBe(1);
});

test('a StatefulSet of a file is a set of ours, wherever a file is accepted', async () => {
  const kubeconfig = `--kubeconfig=${cluster.kubeconfig}`;
  const file = legacyPath('statefulset-1.5.yaml');
  const created = await runCommand(['create', '-f', file, kubeconfig]);
  expect(created.stdout).toContain('petset/web ready (2/2)');
  const applied = await runCommand(['apply', '-f', legacyPath('statefulset-1.8.yaml'), '--dry-run=server', kubeconfig]);
  expect(applied.stderr).toContain('apps/v1beta2 StatefulSet became petset.dev/v1alpha1 PetSet');
  const upgraded = await runCommand(['upgrade', 'web', '-f', file, kubeconfig]);
  expect(upgraded.code).toBe(0);
});
