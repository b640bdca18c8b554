import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.js';
import { nameOf, readLine } from '../../../src/cli/line.js';
import { parse } from '../../../src/cli/parse.js';
import { worldOf } from '../../fixtures/world.js';

const read = (line: string): object => {
  const { command, verb, words, said, open, isOver } = readLine(line.split(' '), COMMANDS);
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
  ])('%s', async (line, expected) => {
    expect(await parse(line.split(' '), worldOf())).toMatchObject({ args: expected });
  });
});
