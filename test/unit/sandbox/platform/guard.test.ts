import { describe, expect, it } from 'vitest';

import { guarded, hearMistakes, tellMistake } from '../../../../src/sandbox/platform/guard.js';
import { expectMistakes } from '../../../fixtures/mistakes.js';

describe('what goes wrong where nobody could catch it', () => {
  it('is told once, and ends nothing', () => {
    const mistakes = expectMistakes();
    const mistake = new TypeError('of a test');
    guarded(() => {
      throw mistake;
    });
    tellMistake(mistake);
    tellMistake('of a test, too');
    expect(mistakes).toEqual([mistake, 'of a test, too']);
  });

  it('is told to those who still listen', () => {
    const mistakes = expectMistakes();
    const heard: unknown[] = [];
    const stop = hearMistakes((one) => heard.push(one));
    tellMistake('the first');
    stop();
    tellMistake('the second');
    expect([heard, mistakes]).toEqual([['the first'], ['the first', 'the second']]);
  });
});
