import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeApiError } from '../../../src/cluster/api-error.js';
import { everyPage } from '../../../src/cluster/every-page.js';
import { RESOURCES } from '../../../src/cluster/resource.js';
import type { Pod, Served } from '../../../src/petset/kubernetes.js';
import { type Embedded, startEmbedded } from '../../fixtures/embedded.js';
import { type CommandRun, typingOn } from '../../fixtures/world.js';

const ORDINALS = new URL('../../../examples/ordinals.yaml', import.meta.url).pathname;
let cluster: Embedded;
beforeEach(async () => {
  cluster = await startEmbedded();
});
afterEach(() => cluster.stop());
const { petset } = typingOn(() => cluster);

async function pods(): Promise<ReadonlyMap<string, Served<Pod>>> {
  const answer = await everyPage(cluster.client, RESOURCES.pods, 'default');
  if (!answer.ok) throw new Error(describeApiError(answer.error));
  return new Map(answer.value.items.map((pod) => [pod.metadata.name, pod]));
}

/** The example with some of its text replaced, and the line on which a text stands in it. */
const changed = (from: string, to: string): string => {
  const text = readFileSync(ORDINALS, 'utf8');
  if (!text.includes(from)) throw new Error(`there is no ${from} in the example`);
  return text.replace(from, to);
};
const lineOf = (text: string, part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1;
const create = (text: string): Promise<CommandRun> => petset('create -f -', { stdin: Readable.from([text]) });

describe('the example', () => {
  beforeEach(async () => {
    const { code, stdout } = await petset(`create -f ${ORDINALS}`);
    expect(stdout).toMatch(/petset\/web ready \(3\/3\)\n$/);
    expect(code).toBe(0);
  });

  test('a reserved ordinal is skipped, and there are as many pets all the same', async () => {
    expect([...(await pods()).keys()].sort()).toEqual(['web-0', 'web-1', 'web-3']);
  });

  test('an overridden ordinal has its own label and variable, and what a pet is called is filled in', async () => {
    const made = await pods();
    const env = (name: string): unknown => made.get(name)?.spec.containers[0]?.env;
    expect(env('web-0')).toEqual([
      { name: 'SERVER_ID', value: '0' },
      { name: 'ROLE', value: 'leader as web-0' },
    ]);
    expect(env('web-3')).toEqual([
      { name: 'SERVER_ID', value: '3' },
      { name: 'ROLE', value: 'follower' },
    ]);
    expect(made.get('web-0')?.metadata.labels).toMatchObject({
      role: 'leader',
      'petset.dev/override': expect.stringMatching(/^[a-z0-9]{10}$/) as string,
    });
    expect(made.get('web-1')?.metadata.labels).not.toHaveProperty('petset.dev/override');
  });

  test('all pets are of one revision, that of the template with nothing filled in', async () => {
    const revisions = [...(await pods()).values()].map(({ metadata }) => metadata.labels?.['controller-revision-hash']);
    expect(new Set(revisions).size).toBe(1);
  });

  test('one bad pet is taken out after its replacement is ready, and comes back', async () => {
    const before = await pods();
    const { code, stdout } = await petset('scale web --reserve=1');
    expect(stdout.match(/^pod\/.* (created|ready|deleted)$|^petset.*$/gm)).toEqual([
      'petset/web scaled',
      'pod/web-2 created',
      'pod/web-2 ready',
      'pod/web-1 deleted',
      'petset/web ready (3/3)',
    ]);
    expect(code).toBe(0);
    const after = await pods();
    for (const name of ['web-0', 'web-3']) {
      expect(after.get(name)?.metadata.uid).toBe(before.get(name)?.metadata.uid);
    }
    expect((await petset('scale web --reserve= --replicas=2')).code).toBe(0);
    expect([...(await pods()).keys()].sort()).toEqual(['web-0', 'web-1']);
  });

  test('what makes no sense is refused, and changes nothing', async () => {
    expect(await petset('scale web')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'error: at least one of the flags --replicas and --reserve is required',
      ) as string,
    });
    expect(await petset('scale web --reserve=1,1')).toMatchObject({
      code: 1,
      stderr:
        'error: petset/web cannot have 3 pets without the ordinals 1, 1: spec.ordinals.reserve[1]: Duplicate value: 1\n',
    });
    expect((await petset('scale web --reserve=1 --dry-run=server')).stdout).toMatch(
      /^petset\/web scaled \(server dry run\)\nwould do, in this order:\n/,
    );
    expect([...(await pods()).keys()].sort()).toEqual(['web-0', 'web-1', 'web-3']);
  });
});

describe('an override of a pet that is not wanted yet', () => {
  const bad = changed(
    '    overrides:\n',
    '    overrides:\n      - ordinal: 4\n        template: {spec: {containers: [{name: nginx, imagePullPolicy: Sometimes}]}}\n',
  );
  const refusal =
    'The Pod "web-4" is invalid: spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"\n';

  test('is tried by scale once that is wanted, and nothing is written; other pets are not tried', async () => {
    expect((await create(bad)).code).toBe(0);
    const dryRuns = (): number =>
      cluster.arrived.filter(({ info, query }) => info.isResource && info.resource === 'pods' && query.has('dryRun'))
        .length;
    const before = dryRuns();
    expect(await petset('scale web --replicas=4')).toMatchObject({
      code: 1,
      stderr: `${refusal}  at spec.ordinals.overrides[0].template.spec.containers[0].imagePullPolicy\npetset/web was not scaled\n`,
    });
    expect(dryRuns()).toBe(before + 1);
    expect((await petset('get web')).stdout).toMatch(/^web +3 /m);
    expect((await petset('scale web --replicas=4 --reserve=4,2')).code).toBe(0);
    expect((await petset('scale web --replicas=3 --reserve=4,2')).code).toBe(0);
    expect(dryRuns()).toBe(before + 1);
  });

  test('and by apply and upgrade of a file with more pets', async () => {
    expect((await create(bad)).code).toBe(0);
    const more = bad.replace('replicas: 3', 'replicas: 4');
    for (const line of ['apply -f -', 'upgrade web -f -']) {
      const { code, stderr } = await petset(line, { stdin: Readable.from([more]) });
      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(refusal) as string });
      expect(stderr).toContain(`  at STDIN:${lineOf(more, 'Sometimes')}\n`);
    }
    expect((await petset('get web')).stdout).toMatch(/^web +3 /m);
  });
});

describe('an override that is no good is told with its line, and nothing is created', () => {
  afterEach(async () => {
    expect((await pods()).size).toBe(0);
    expect(await everyPage(cluster.client, RESOURCES.claims, 'default')).toMatchObject({ value: { items: [] } });
    expect((await petset('get')).stderr).toContain('No resources found');
  });

  test('by us, where it touches what makes a pet this pet', async () => {
    const text = changed('              role: leader', '              role: leader\n          $patch: replace');
    expect((await create(text)).stderr).toContain('unknown field');
    const named = changed(
      '            containers:\n              - name: nginx\n                env',
      '            hostname: db\n            containers:\n              - name: nginx\n                env',
    );
    expect(await create(named)).toMatchObject({
      code: 1,
      stderr: `error: STDIN:${lineOf(named, 'hostname')}: spec.ordinals.overrides[0].template.spec.hostname: Forbidden: the set and the ordinal say what a pet has here\nnothing was created\n`,
    });
  });

  test('by the server, where only it knows', async () => {
    const text = changed(
      '                env:\n',
      '                imagePullPolicy: Sometimes\n                env:\n',
    );
    const { code, stderr } = await create(text);
    expect(stderr).toBe(
      'The Pod "web-0" is invalid: spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"\n' +
        `  at STDIN:${lineOf(text, 'Sometimes')}\nnothing was created\n`,
    );
    expect(code).toBe(1);
  });

  test('where it adds a container, whose place in the pod is another than in the patch', async () => {
    const text = changed(
      '              - name: nginx\n                env:',
      '              - name: nginks\n                env:',
    );
    const { stderr } = await create(text);
    expect(stderr).toMatch(/The Pod "web-0" is invalid: spec\.containers\[\d\]\.image: Required value\n/);
    expect(stderr).toContain(`  at STDIN:${lineOf(text, 'nginks')}\n`);
  });

  test('where the template is at fault, the template is blamed, once', async () => {
    const text = changed(
      '          image: registry',
      '          imagePullPolicy: Sometimes\n          image: registry',
    );
    const { stderr } = await create(text);
    expect(stderr.match(/^The Pod.*$/gm)).toEqual([expect.stringContaining('The Pod "web-1" is invalid')]);
    expect(stderr.match(/^ {2}at .*$/gm)).toEqual([`  at STDIN:${lineOf(text, 'Sometimes')}`]);
  });
});
