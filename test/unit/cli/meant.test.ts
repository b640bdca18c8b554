import { describe, expect, test } from 'vitest';
import { VOCABULARY } from '../../../src/cli/vocabulary.js';
import { nameOf } from '../../../src/cli/line.js';
import { meantCommands, OTHER_WORDS } from '../../../src/cli/meant.js';
import { nearest } from '../../../src/cli/nearest.js';
import { runCommand } from '../../fixtures/world.js';

describe('words that are near', () => {
  const WORDS = ['get', 'scale', 'apply', 'replace', 'restart', 'resume', 'reconcile', 'rollback'];
  test.each([
    ['scael', ['scale']],
    ['gte', ['get']],
    ['re', ['reconcile', 'replace', 'restart', 'resume']],
    ['rollbak', ['rollback']],
    ['restrat', ['restart']],
    ['SCALE', ['scale']],
    ['x', []],
    ['gxx', []],
    ['frobnicate', []],
  ])('%s', (typed, meant) => {
    expect(nearest(typed, WORDS)).toEqual(meant.slice(0, 3));
  });
});

test('no command is among the words that stand for others, and each of these leads somewhere', () => {
  const names = VOCABULARY.commands.map(nameOf);
  for (const words of Object.keys(OTHER_WORDS)) {
    expect(names).not.toContain(words);
    const [word = '', next] = words.split(' ');
    expect(meantCommands(word, next, VOCABULARY.commands), words).not.toEqual([]);
  }
});

describe('what is not understood is told on stderr, with what may have been meant and where to look', () => {
  test.each([
    ['scael web', 'unknown command "scael" for "kubectl petset"', ['scale'], ''],
    ['list', 'unknown command "list" for "kubectl petset"', ['get'], ''],
    ['rm web', 'unknown command "rm" for "kubectl petset"', ['delete'], ''],
    ['rollout undo web', 'unknown command "rollout" for "kubectl petset"', ['rollback'], ''],
    ['-n x scael -h', 'unknown command "scael" for "kubectl petset"', ['scale'], ''],
    ['frobnicate', 'unknown command "frobnicate" for "kubectl petset"', [], ''],
    ['help scael', 'unknown help topic "scael"', ['scale'], ''],
    ['help gate', 'unknown help topic "gate"', ['gates'], ''],
    ['help nonsense', 'unknown help topic "nonsense"', [], ''],
    ['scale web --replcas=3', 'unknown flag: --replcas', ['--replicas'], ' scale'],
    ['get --namespac=x', 'unknown flag: --namespac', ['--namespace'], ' get'],
    ['get --no-header', 'unknown flag: --no-header', ['--no-headers'], ' get'],
    ['get --zzz -x', 'unknown flags: --zzz, -x', [], ' get'],
    ['get -wx', 'unknown flag: -x', [], ' get'],
    ['pause', 'a NAME is required: kubectl petset pause NAME [PET] [options]', [], ' pause'],
    ['replace web', 'a PET is required: kubectl petset replace NAME PET [options]', [], ' replace'],
    [
      'get -o foo',
      'unable to match a printer suitable for the output format "foo", allowed formats are: wide,json,yaml,name',
      [],
      ' get',
    ],
    ['-n x', 'a command is required', [], ''],
  ])('%s', async (line, message, meant, verb) => {
    const words = meant.map((word) => `\t${word}\n`).join('');
    const suggestion = meant.length === 0 ? '' : `\n\nDid you mean this?\n${words}`;
    expect(await runCommand(line.split(' '))).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: ${message}${suggestion}\nSee 'kubectl petset${verb} -h' for help and examples\n`,
    });
  });

  test('several', async () => {
    const { stderr } = await runCommand(['stop', 'web']);
    expect(stderr).toContain('\n\nDid you mean one of these?\n\tpause\n\tdelete\n');
  });
});
