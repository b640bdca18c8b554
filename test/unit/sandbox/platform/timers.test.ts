import { describe, expect, it } from 'vitest';

import { Timers } from '../../../../src/sandbox/platform/timers.js';
import { CountingClock } from '../../../fixtures/counting-clock.js';
import { expectMistakes } from '../../../fixtures/mistakes.js';

describe('timers', () => {
  it('act at their time, and are forgotten', () => {
    const clock = new CountingClock();
    const acts: string[] = [];
    const timers = new Timers(clock);
    timers.after(20, () => acts.push('later'));
    timers.after(10, () => acts.push('soon'));
    timers.after(0, () => acts.push('at once'));
    timers.after(Infinity, () => acts.push('never'));
    expect(clock.pending).toBe(2);
    clock.advance(20);
    expect(acts).toEqual(['at once', 'soon', 'later']);
    expect(clock.pending).toBe(0);
  });

  it('do not let a mistake end the process', () => {
    const mistakes = expectMistakes();
    const clock = new CountingClock();
    const mistake = new TypeError('a mistake in a timer');
    const fail = (): void => {
      throw mistake;
    };
    const timers = new Timers(clock);
    timers.after(0, fail);
    timers.after(10, fail);
    clock.advance(10);
    expect(mistakes).toEqual([mistake]);
  });

  it('can be taken back', () => {
    const clock = new CountingClock();
    new Timers(clock).after(10, () => expect.unreachable())();
    expect(clock.pending).toBe(0);
  });

  it('are none once they are stopped, whoever asks for one', () => {
    const clock = new CountingClock();
    const timers = new Timers(clock);
    timers.after(10, () => expect.unreachable());
    timers.stop();
    timers.after(10, () => expect.unreachable());
    timers.after(0, () => expect.unreachable());
    expect(clock.pending).toBe(0);
  });
});
