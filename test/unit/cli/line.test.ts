import { describe, expect, test } from 'vitest';
import { UsageFailure } from '../../../src/commands/arguments.js';
import { VOCABULARY } from '../../../src/cli/vocabulary.js';
import { nameOf, readLine } from '../../../src/cli/line.js';
import { parse } from '../../../src/cli/parse.js';

const read = (line: string): object => {
  const { command, verb, words, said, open, isOver } = readLine(line.split(' '), VOCABULARY.commands);
  const flags = Object.fromEntries(said);
  return { command: command && nameOf(command), verb, words, flags, open, isOver };
};

const NOTHING = { words: [], flags: {}, open: undefined, isOver: false };

test.each([
  ['get', { command: 'get', verb: 'get' }],
  ['-n get scale web', { command: 'scale', verb: 'scale', words: ['web'], flags: { namespace: ['get'] } }],
  [
    'get -wA -ojson',
    { command: 'get', verb: 'get', flags: { watch: ['true'], 'all-namespaces': ['true'], output: ['json'] } },
  ],
  ['get -wo yaml', { command: 'get', verb: 'get', flags: { watch: ['true'], output: ['yaml'] } }],
  ['get -n=x -o', { command: 'get', verb: 'get', flags: { namespace: ['x'] }, open: 'output' }],
  [
    '--replicas=3 scale web --no-wait',
    { command: 'scale', verb: 'scale', words: ['web'], flags: { replicas: ['3'], wait: ['false'] } },
  ],
  ['create -f a -f -', { command: 'create', verb: 'create', flags: { filename: ['a', '-'] } }],
  [
    'exec web -c nginx -- ls -l',
    { command: 'exec', verb: 'exec', words: ['web'], flags: { container: ['nginx'] }, isOver: true },
  ],
  ['nonsense --foo=1 x', { command: undefined, verb: 'nonsense', words: ['x'] }],
  ['scale --constructor', { command: 'scale', verb: 'scale' }],
])('%s', (line, expected) => {
  expect(read(line)).toEqual({ ...NOTHING, ...expected });
});

describe('kubectl’s ways to write a flag', () => {
  test.each([
    ['get -nfoo', { namespace: 'foo' }],
    ['get -n=foo', { namespace: 'foo' }],
    ['get -n foo', { namespace: 'foo' }],
    ['get -wAojson', { watch: true, 'all-namespaces': true, output: 'json' }],
    ['get -v6', { v: 6 }],
    ['get -v=6', { v: 6 }],
    ['create -f-', { filename: ['-'] }],
    ['create -f a -f b', { filename: ['a', 'b'] }],
    ['scale web --replicas -1', { replicas: '-1' }],
    ['restart web --change-cause=-h', { 'change-cause': '-h' }],
    ['restart web --change-cause a=b', { 'change-cause': 'a=b' }],
    ['restart web --change-cause=', { 'change-cause': '' }],
    ['scale web --wait=false', { wait: false }],
    ['scale web --wait=0', { wait: false }],
    ['scale web --wait=T', { wait: true }],
    ['scale web --no-wait', { wait: false }],
    ['restart web --change-cause -- -n x', { 'change-cause': '--', namespace: 'x', '--': [] }],
    ['-n x exec web -- ls -n', { namespace: 'x', NAME: 'web', '--': ['ls', '-n'] }],
    ['pause web', { NAME: 'web', PET: undefined, v: 0 }],
    ['describe', { NAME: [] }],
    ['timeline web 0 1', { NAME: 'web', PET: ['0', '1'] }],
  ])('%s', async (line, expected) => {
    expect(await parse(line.split(' '), VOCABULARY, '1.2.3')).toMatchObject({ args: expected });
  });
});

test.each([
  ['scale web --wait=maybe', 'invalid argument "maybe" for "--wait" flag: must be true or false'],
  ['scale web --wait=', 'invalid argument "" for "--wait" flag: must be true or false'],
  ['get -v=much', 'invalid argument "much" for "--v" flag: must be a whole number, 0 or more'],
  ['--replicas=3 get', 'unknown flag: --replicas'],
  ['--replicas 3 -c x get', 'unknown flags: --replicas, -c'],
  ['get --no-wait=true', 'unknown flag: --no-wait'],
  ['--foo', 'unknown flag: --foo'],
  ['get - x', 'unexpected arguments: [x]'],
])('%s is refused', async (line, message) => {
  const refused = parse(line.split(' '), VOCABULARY, '1.2.3');
  await expect(refused).rejects.toThrow(UsageFailure);
  await expect(refused).rejects.toThrow(`error: ${message}`);
});
