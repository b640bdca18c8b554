import { describe, expect, it } from 'vitest';

import { BackOff, ContainerRecord } from '../../../../../src/sandbox/controllers/kubelet/container-record.js';
import type { Run } from '../../../../../src/sandbox/controllers/kubelet/container-record.js';
import { phaseOf } from '../../../../../src/sandbox/controllers/kubelet/phase.js';

describe('back-off', () => {
  it('doubles from ten seconds to five minutes', () => {
    const backOff = new BackOff();
    const waits = Array.from({ length: 7 }, () => {
      const { ms } = backOff;
      backOff.grow();
      return ms / 1000;
    });
    expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300]);
  });

  it('counts from the failure, and is forgiven after ten minutes', () => {
    const backOff = new BackOff();
    backOff.grow();
    expect([backOff.left(1000, 4000), backOff.left(1000, 20_000)]).toEqual([7000, 0]);
    expect(backOff.left(0, 600_001)).toBe(0);
    expect(backOff.ms).toBe(0);
  });
});

const run = (exitCode?: number): Run => ({
  ...{
    id: 'r',
    image: 'x',
    startedAt: 0,
    log: '',
    isBrief: false,
    environment: new Map(),
    started: true,
    ready: false,
  },
  ...{ failedProbe: undefined, isReplaced: false, followers: new Set<() => void>() },
  end: exitCode === undefined ? undefined : { exitCode, finishedAt: 1 },
});

/** `main:running`, `init:0` (ended with 0), `main:waits`. */
function record(text: string): ContainerRecord {
  const [role = '', state = ''] = text.split(':');
  const made = new ContainerRecord(
    { name: 'c', resources: {} },
    role === 'init' ? 'init' : role === 'main' ? 'main' : 'sidecar',
  );
  if (state !== 'waits') made.begin(run(state === 'running' ? undefined : Number(state)));
  return made;
}

describe('a container', () => {
  it('counts its runs, and remembers the one before', () => {
    const container = record('main:1');
    const first = container.run;
    container.begin(run());
    expect(container).toMatchObject({ restartCount: 1, lastRun: first, isRunning: true, hasEnded: false });
  });
});

describe('the phase of a pod', () => {
  it.each<[string, string, string, boolean?]>([
    ['Pending', 'main:waits', 'Always'],
    ['Pending', 'init:running main:waits', 'Always'],
    ['Pending', 'init:1 main:waits', 'Always'],
    ['Failed', 'init:1 main:waits', 'Never'],
    ['Pending', 'init:0 main:waits', 'Always'],
    ['Running', 'init:0 main:running', 'Always'],
    ['Running', 'main:1', 'Always'],
    ['Running', 'main:0', 'Always'],
    ['Running', 'main:0 main:running', 'Never'],
    ['Succeeded', 'main:0 main:0', 'Never'],
    ['Failed', 'main:0 main:1', 'Never'],
    ['Succeeded', 'main:0', 'OnFailure'],
    ['Running', 'main:1', 'OnFailure'],
    ['Pending', 'main:running main:waits', 'Always'],
    ['Succeeded', 'main:0', 'Always', true],
    ['Failed', 'main:137', 'Always', true],
    ['Failed', 'main:waits', 'Always', true],
  ])('is %s with %s and restartPolicy %s', (phase, containers, restartPolicy, isOver = false) => {
    expect(phaseOf(containers.split(' ').map(record), restartPolicy, isOver)).toBe(phase);
  });
});
