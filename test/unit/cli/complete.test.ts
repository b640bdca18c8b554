import { describe, expect, test } from 'vitest';
import { type Choice, choicesFor, DIRECTIVE } from '../../../src/cli/complete/choices.js';
import { complete } from '../../../src/cli/complete/complete.js';
import { offered } from '../../../src/cli/complete/offered.js';
import { FIND } from '../../../src/cli/complete/things.js';
import { argumentsOf, nameOf, readLine } from '../../../src/cli/line.js';
import { TOPICS } from '../../../src/cli/topics.js';
import { VOCABULARY } from '../../../src/cli/vocabulary.js';
import { GLOBAL_FLAGS } from '../../../src/commands/flags.js';
import { printedBy } from '../../fixtures/world.js';

/** Words as a shell gives them: what ends with a blank has an empty last one. */
const wordsOf = (line: string): readonly string[] => line.split(' ');

const ask = (line: string): object => {
  const answer = choicesFor(wordsOf(line), VOCABULARY);
  if ('kind' in answer) return { kind: answer.kind, typed: answer.typed };
  return { values: answer.choices.map(({ value }) => value), directive: answer.directive };
};

const words = (...values: readonly string[]): object => ({ values, directive: DIRECTIVE.noFiles });
const inOrder = (...values: readonly string[]): object => ({ values, directive: 36 });
const FILES = { values: [], directive: DIRECTIVE.files };
const MANIFESTS = { values: ['yaml', 'yml', 'json'], directive: DIRECTIVE.filesEndingSo };

describe('what a line may go on with', () => {
  test.each([
    ['', words(...VOCABULARY.commands.map(nameOf), 'help', 'options')],
    ['up', words('upgrade')],
    ['-n x sc', words('scale')],
    ['nonsense ', words()],
    ['scale ', { kind: 'sets', typed: '' }],
    ['scale w', { kind: 'sets', typed: 'w' }],
    ['scale web ', words()],
    ['run web ', { kind: 'sets', typed: '' }],
    ['run web db ', { kind: 'sets', typed: '' }],
    ['get web ', words()],
    ['pause web ', { kind: 'pets', typed: '' }],
    ['pause web web-0 ', words()],
    ['adopt ', { kind: 'statefulsets', typed: '' }],
    ['adopt sts ', { kind: 'statefulsets', typed: '' }],
    ['adopt sts/web ', words()],
    ['create ', words()],
    ['scale web --rep', words('--replicas')],
    ['scale web --replicas=3 --rep', words()],
    ['create -f a --file', words('--filename')],
    ['scale --no-', words('--no-color', '--no-timeline', '--no-wait')],
    ['get --no-w', words()],
    ['scale --replicas ', words()],
    ['scale --replicas=', words()],
    ['scale --wait=', inOrder('true', 'false')],
    ['get -o ', inOrder('wide', 'json', 'yaml', 'name')],
    ['get -oy', words()],
    ['get -o=y', inOrder('yaml')],
    ['get --output y', inOrder('yaml')],
    ['get --output=y', inOrder('yaml')],
    ['scale --dry-run=', inOrder('none', 'client', 'server')],
    ['upgrade web --order ', inOrder('descending', 'ascending')],
    ['delete web --cascade=o', inOrder('orphan')],
    ['get -n ', { kind: 'namespaces', typed: '' }],
    ['--context d', { kind: 'contexts', typed: 'd' }],
    ['upgrade web --image=ng', { kind: 'images', typed: 'ng' }],
    ['exec web -c ', { kind: 'containers', typed: '' }],
    ['exec web --pets=0,', { kind: 'ordinals', typed: '0,' }],
    ['rollback web --to-revision ', { kind: 'revisions', typed: '' }],
    ['create -f ', MANIFESTS],
    ['create -f a.yaml -f b', MANIFESTS],
    ['get --kubeconfig=', FILES],
    ['exec web -- ', FILES],
    ['exec web -- l', FILES],
    ['help ro', words('rollback')],
    ['help g', words('get', 'gates')],
    ['help scale ', words()],
  ])('%j', (line, expected) => {
    expect(ask(line)).toEqual(expected);
  });

  test('all flags of every command, and all of kubectl’s', () => {
    for (const { usage, options } of VOCABULARY.commands) {
      const { values } = ask(`${usage.split(' ')[0] ?? ''} -`) as { readonly values: readonly string[] };
      for (const flag of [...Object.keys(options), ...Object.keys(GLOBAL_FLAGS), 'help']) {
        expect(values).toContain(flag.length === 1 ? `-${flag}` : `--${flag}`);
      }
      for (const { alias } of Object.values(options))
        if (typeof alias === 'string') expect(values).toContain(`-${alias}`);
    }
  });
});

test('it is known how to find what any flag or argument may name', () => {
  const inKubeConfig = ['contexts', 'clusters', 'users'];
  const ofShell = ['files', 'manifests'];
  const known = [...Object.keys(FIND), ...inKubeConfig, ...ofShell];
  for (const command of VOCABULARY.commands) {
    for (const { values } of Object.values({ ...GLOBAL_FLAGS, ...command.options })) {
      if (typeof values === 'string') expect(known).toContain(values);
    }
    const given = argumentsOf(command).map(() => 'x');
    given.forEach((_, index) => {
      const line = [nameOf(command), ...given.slice(0, index), ''].join(' ');
      expect(ask(line), line).toHaveProperty('kind');
    });
  }
});

describe('what was found goes on in the spelling that was begun', () => {
  const spell = (line: string, ...found: readonly string[]): object => {
    const wanted = choicesFor(wordsOf(line), VOCABULARY);
    if (!('kind' in wanted)) throw new Error(`${line} wants nothing`);
    const choices: readonly Choice[] = found.map((value) => ({ value }));
    const { choices: shown, directive } = offered(choices, wanted);
    return { values: shown.map(({ value }) => value), directive };
  };
  test.each<[string, readonly string[], object]>([
    ['scale ', ['web', 'db'], words('web', 'db')],
    ['scale w', ['web', 'db'], words('web')],
    ['scale petset/', ['web', 'db'], words('petset/web', 'petset/db')],
    ['scale ps/w', ['web', 'db'], words('ps/web')],
    ['scale pods/', ['web'], words()],
    ['run web petset/db ', ['web', 'db', 'mq'], words('mq')],
    ['pause web ', ['web-0', 'web-1'], words('web-0', 'web-1')],
    ['pause web pod/', ['web-0'], words('pod/web-0')],
    ['adopt ', ['web'], words('statefulset/web')],
    ['adopt sts/', ['web'], words('sts/web')],
    ['adopt sts ', ['web'], words('web')],
    ['exec web --pets ', ['0', '1', '2'], { values: ['0', '1', '2'], directive: 38 }],
    ['exec web --pets 0,', ['0', '1', '2'], { values: ['0,1', '0,2'], directive: 38 }],
    ['upgrade web --image ', ['nginx='], { values: ['nginx='], directive: 6 }],
    ['rollback web --to-revision ', ['3', '2'], inOrder('3', '2')],
  ])('%j of %j', (line, found, expected) => {
    expect(spell(line, ...found)).toEqual(expected);
  });
});

describe('the answer', () => {
  const answer = async (...line: readonly string[]): Promise<string> =>
    printedBy((world) => complete(line, VOCABULARY, { startedAt: world.clock.now(), world }));

  test('is a choice a line with what it is, then the directive', async () => {
    expect(await answer('help', 'gat')).toBe('gates\tCommands of yours that let the next pet go, or not\n:4\n');
    expect(TOPICS.map(({ name }) => name)).toContain('gates');
  });

  test('is nothing where there is no cluster, or no kubeconfig, and says nothing of that', async () => {
    expect(await answer('scale', '--kubeconfig=/nope', '')).toBe(':4\n');
    expect(await answer('scale', '--server=http://127.0.0.1:1', '')).toBe(':4\n');
    expect(await answer('get', '--context', '')).toBe(':4\n');
  });
});

test('a line that ends at -- knows its command', () => {
  expect(readLine(['exec', 'web', '--'], VOCABULARY.commands)).toMatchObject({ isOver: true, words: ['web'] });
});
