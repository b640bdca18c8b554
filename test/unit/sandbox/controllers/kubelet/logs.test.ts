import { describe, expect, it } from 'vitest';

import { ContainerRecord } from '../../../../../src/sandbox/controllers/kubelet/container-record.js';
import { readLog } from '../../../../../src/sandbox/controllers/kubelet/logs.js';
import { speedUp } from '../../../../../src/sandbox/platform/clock.js';
import { CountingClock } from '../../../../fixtures/counting-clock.js';

const START = Date.parse('2026-01-01T00:00:00Z');

/** A container that printed something a minute ago. */
function printed(log: string): ContainerRecord {
  const record = new ContainerRecord({ name: 'c', resources: {} }, 'main');
  record.begin({
    ...{
      id: 'r',
      image: 'x',
      startedAt: START,
      log,
      isBrief: false,
      environment: new Map(),
      started: true,
      ready: true,
    },
    ...{ failedProbe: undefined, isReplaced: false, end: undefined, followers: new Set<() => void>() },
  });
  return record;
}

const read = (query: string, log = 'one\ntwo\n'): string =>
  readLog(printed(log), 'p', new URLSearchParams(query), speedUp(new CountingClock(START + 60_000), 1)).text;

describe('the log of a container', () => {
  it.each([
    ['', 'one\ntwo\n'],
    ['tailLines=1', 'two\n'],
    ['tailLines=0', ''],
    ['sinceSeconds=61', 'one\ntwo\n'],
    ['sinceSeconds=59', ''],
    ['sinceTime=2026-01-01T00:00:00Z', 'one\ntwo\n'],
    ['sinceTime=2026-01-01T00:00:01Z', ''],
    ['limitBytes=5', 'one\nt'],
    ['limitBytes=2&tailLines=1', 'tw'],
    ['timestamps=true&tailLines=1', '2026-01-01T00:00:00Z two\n'],
  ])('asked for by %j', (query, text) => {
    expect(read(query)).toBe(text);
  });

  it.each([
    ['ErrImagePull', "image can't be pulled"],
    ['ImagePullBackOff', 'trying and failing to pull image'],
    ['CreateContainerConfigError', 'CreateContainerConfigError'],
    [undefined, 'PodInitializing'],
  ])('that waits because of %s', (reason, words) => {
    const record = new ContainerRecord({ name: 'c', resources: {} }, 'main', true);
    if (reason !== undefined) record.waiting = { reason, message: '' };
    expect(readLog(record, 'p', new URLSearchParams(), speedUp(new CountingClock(START), 1))).toEqual({
      code: 400,
      text: `container "c" in pod "p" is waiting to start: ${words}`,
    });
  });

  it('may be empty, or end within a line', () => {
    expect([read('', ''), read('', 'half')]).toEqual(['', 'half\n']);
  });
});
