import { expect, test } from 'vitest';
import { Silence } from '../../../src/cluster/silence.js';
import { FakeClock } from '../../fixtures/clock.js';

function listen(): { silence: Silence; clock: FakeClock; stop: AbortController } {
  const clock = new FakeClock();
  const stop = new AbortController();
  return { silence: new Silence(1_000, clock, stop.signal), clock, stop };
}

test('it is too long so many milliseconds after something was heard last', async () => {
  const { silence, clock } = listen();
  await clock.advance(900);
  silence.broken();
  await clock.advance(900);
  expect(silence.signal.aborted).toBe(false);
  await clock.advance(100);
  expect({ aborted: silence.signal.aborted, wasTooLong: silence.wasTooLong }).toEqual({
    aborted: true,
    wasTooLong: true,
  });
});

test.each(['end', 'abort'])('nobody listens any more after %s', (how) => {
  const { silence, clock, stop } = listen();
  if (how === 'end') silence.end();
  else stop.abort();
  expect(clock.asleep).toBe(0);
  expect({ aborted: silence.signal.aborted, wasTooLong: silence.wasTooLong }).toEqual({
    aborted: true,
    wasTooLong: false,
  });
});
