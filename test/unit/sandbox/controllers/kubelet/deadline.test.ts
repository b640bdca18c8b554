import { describe, expect, it } from 'vitest';

import { Deadline } from '../../../../../src/sandbox/controllers/kubelet/deadline.js';
import type { Pod } from '../../../../../src/sandbox/model/pod.js';
import type { Clock } from '../../../../../src/sandbox/platform/clock.js';
import { CountingClock } from '../../../../fixtures/counting-clock.js';

const pod = (activeDeadlineSeconds?: number): Pod => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'p' },
  spec: { containers: [], ...(activeDeadlineSeconds !== undefined && { activeDeadlineSeconds }) },
  status: {},
});

describe('the deadline of a pod', () => {
  it('rings once it has passed, though it was set or shortened late', () => {
    const clock = new CountingClock();
    let rings = 0;
    const deadline = new Deadline(clock, clock.now(), () => (rings += 1));
    deadline.follow(pod());
    expect(clock.pending).toBe(0);
    deadline.follow(pod(10));
    deadline.follow(pod(5));
    clock.advance(4999);
    expect([rings, deadline.isPassed]).toEqual([0, false]);
    clock.advance(1);
    expect([rings, deadline.isPassed, clock.pending]).toEqual([1, true, 0]);
  });

  it('is not missed because a timer fired early', () => {
    const exact = new CountingClock();
    // As Node's do, by a fraction of a millisecond.
    const early: Clock = { now: () => exact.now(), setTimeout: (fn, ms) => exact.setTimeout(fn, ms - 0.5) };
    let rings = 0;
    const deadline = new Deadline(early, early.now(), () => (rings += 1));
    deadline.follow(pod(1));
    exact.advance(1001);
    expect(rings).toBe(1);
  });
});
