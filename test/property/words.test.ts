import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readRehearsal } from '../../src/sandbox/config/read-rehearsal.js';
import { ConfigError } from '../../src/sandbox/config/yaml-nodes.js';
import { ScriptError, parseScript, WORDS } from '../../src/sandbox/controllers/kubelet/script/parse-script.js';
import { FaultError } from '../../src/sandbox/faults/details.js';
import { parseFault } from '../../src/sandbox/faults/parse-fault.js';

/** What every object inherits, which is no word of ours. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype);

const OURS = [
  'create',
  'pods',
  'any',
  'node',
  'pull',
  'lost',
  '500',
  'reset',
  'delay',
  'p',
  '2s',
  '0.1',
  'faults',
  'images',
];
const SIGNS = [' ', ': ', ':', '=', '"', ',', '/', '*', ';', '\n', '\n  ', '- ', '..', '{', '[', '#', '&'];

const word = fc.oneof(fc.constantFrom(...INHERITED, ...OURS, ...Object.keys(WORDS)), fc.string({ maxLength: 4 }));
const text = fc.array(fc.oneof(word, fc.constantFrom(...SIGNS)), { maxLength: 16 }).map((parts) => parts.join(''));

/** Reads, or is refused with words. */
function outcome(read: (text: string) => unknown, words: string): unknown {
  try {
    read(words);
    return 'read';
  } catch (error) {
    return error;
  }
}

const READERS = [
  ['a script', parseScript, ScriptError],
  ['a fault', parseFault, FaultError],
  ['a file of a rehearsal', readRehearsal, ConfigError],
] as const;

describe.each(READERS)('%s', (_what, read, Refusal) => {
  it('is read or refused, whatever it says', () => {
    const isFine = (words: string): boolean => {
      const end = outcome(read, words);
      return end === 'read' || end instanceof Refusal;
    };
    fc.assert(fc.property(text, isFine), { numRuns: 3000 });
  });
});

describe.each(INHERITED)('%s is no word of ours', (inherited) => {
  it.each([
    [parseScript, `${inherited}=1`, ScriptError],
    [parseFault, `${inherited} pods: 500`, FaultError],
    [parseFault, `create pods: ${inherited}`, FaultError],
    [parseFault, `create pods: 500 ${inherited}=1`, FaultError],
    [parseFault, `create pods ${inherited}=1: 500`, FaultError],
    [readRehearsal, `${inherited}: 1\n`, ConfigError],
  ])('%o of %j', (read, words, Refusal) => {
    expect(outcome(read, words)).toBeInstanceOf(Refusal);
  });
});
