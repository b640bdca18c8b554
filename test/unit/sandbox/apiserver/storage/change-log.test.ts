import { describe, expect, it } from 'vitest';

import { ChangeLog } from '../../../../../src/sandbox/apiserver/storage/change-log.js';
import { SteppedClock } from '../../stepped-clock.js';

describe('the log of changes', () => {
  const clock = new SteppedClock();
  const started = (): { log: ChangeLog; append: (count: number) => void } => {
    const log = new ChangeLog(0, () => clock.now());
    let revision = 0;
    const object = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'p' } };
    const append = (count: number): void => {
      for (let step = 0; step < count; step += 1) {
        revision += 1;
        log.append({ type: 'MODIFIED', object, previous: object, revision });
      }
    };
    return { log, append };
  };

  it('keeps all that is fresh, as much as thousands of starting pods make', () => {
    const { log, append } = started();
    append(16_000);
    expect(log.oldest).toBe(0);
    expect(
      log
        .since(5)
        ?.map(({ revision }) => revision)
        .slice(0, 2),
    ).toEqual([6, 7]);
  });

  it('forgets what is old, but for the last thousand', () => {
    const { log, append } = started();
    append(5000);
    clock.advance(80_000);
    append(1);
    expect(log.oldest).toBe(5001 - 1024);
    expect(log.since(log.oldest)).toHaveLength(1024);
    expect(log.since(log.oldest - 1)).toBeUndefined();
  });

  it('forgets fresh ones, too, when they are too many', () => {
    const { log, append } = started();
    append(20_000);
    expect(log.oldest).toBe(8192);
  });
});
