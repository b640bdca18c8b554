import { describe, expect, test } from 'vitest';
import type { Answer, ApiError } from '../../../src/cluster/api-error.js';
import { delayBefore, isWorthAskingAgain, mayPass, wasNotTaken, withRetry } from '../../../src/cluster/retry.js';
import { FakeClock } from '../../fixtures/clock.js';

const refusal = (code: number, retryAfter?: number): ApiError => ({
  from: 'server',
  code,
  reason: 'Unknown',
  message: '',
  details: undefined,
  retryAfter,
});
const noAnswer = (code: string, hasAnswered = false): ApiError => ({
  from: 'connection',
  server: 's',
  code,
  message: '',
  hasAnswered,
});

describe('what may pass', () => {
  test.each([refusal(429), refusal(500), refusal(503), refusal(504), noAnswer('ECONNRESET'), noAnswer('ETIMEDOUT')])(
    '%j',
    (error) => {
      expect(mayPass(error)).toBe(true);
    },
  );

  test.each([
    refusal(401),
    refusal(403),
    refusal(404),
    refusal(409),
    refusal(422),
    noAnswer('ENOTFOUND'),
    noAnswer('CERT_HAS_EXPIRED'),
    noAnswer('ABORT_ERR', true),
  ])('not %j', (error) => {
    expect(mayPass(error)).toBe(false);
  });

  test('a server that has answered before and cannot be found for a moment', () => {
    expect(mayPass(noAnswer('ENOTFOUND', true))).toBe(true);
  });
});

describe('a user who waits', () => {
  test('is told at once that there is no server', () => {
    expect(isWorthAskingAgain(noAnswer('ECONNREFUSED'))).toBe(false);
  });

  test('waits for one that was there a moment ago', () => {
    expect(isWorthAskingAgain(noAnswer('ECONNREFUSED', true))).toBe(true);
  });

  test('does not wait any longer than he said', () => {
    expect(isWorthAskingAgain(noAnswer('REQUEST_TIMEOUT', true))).toBe(false);
  });
});

test('others who charge the same quota at the same moment do not end it', () => {
  const quota = { ...refusal(409), details: { kind: 'resourcequotas', name: 'q' } };
  expect([mayPass(quota), wasNotTaken(quota)]).toEqual([true, true]);
  const pod = { ...refusal(409), details: { kind: 'pods', name: 'web-0' } };
  expect([mayPass(pod), wasNotTaken(pod)]).toEqual([false, false]);
});

describe('how long it waits', () => {
  test('twice as long each time, up to ten seconds, and not all at the same moment', () => {
    const delays = (random: number) => [1, 2, 3, 20].map((failures) => delayBefore(failures, () => random));
    expect(delays(1)).toEqual([100, 200, 400, 10_000]);
    expect(delays(0)).toEqual([50, 100, 200, 5_000]);
  });

  test('as long as the server asks', () => {
    expect(delayBefore(1, () => 0, refusal(429, 7))).toBe(7_000);
  });

  test('but never without a pause, whatever the server asks', () => {
    expect(delayBefore(1, () => 0, refusal(429, 0))).toBe(50);
    expect(delayBefore(20, () => 0, refusal(429, 0))).toBe(5_000);
  });
});

describe('asking again', () => {
  interface Asked {
    readonly asked: number;
    readonly answer: Answer<string>;
    readonly told: readonly string[];
  }
  const ask = (...answers: readonly Answer<string>[]): Promise<Asked> => askSlowly(0, ...answers);

  async function askSlowly(took: number, ...answers: readonly Answer<string>[]): Promise<Asked> {
    const clock = new FakeClock();
    let asked = 0;
    const told: string[] = [];
    const call = async () => {
      if (took > 0) await clock.sleep(took);
      return answers[Math.min(asked++, answers.length - 1)]!;
    };
    const onTrouble = (_error: ApiError, delay: number, waited: number): void =>
      void told.push(`${delay} ms, after ${waited}`);
    let answer: Answer<string> | undefined;
    void withRetry(call, mayPass, { clock, random: () => 1, onTrouble }).then((last) => (answer = last));
    await clock.advance(0);
    while (answer === undefined) await clock.advance(100);
    return { answer, asked, told };
  }
  const failed = (error: ApiError): Answer<string> => ({ ok: false, error });
  const fine: Answer<string> = { ok: true, value: 'fine' };

  test('ends with the first good answer', async () => {
    expect(await ask(failed(refusal(503)), failed(refusal(429, 1)), fine)).toMatchObject({ asked: 3, answer: fine });
  });

  test('ends with the first refusal that stays', async () => {
    expect((await ask(failed(refusal(403)), fine)).asked).toBe(1);
  });

  test('ends when the server does not come to itself', async () => {
    expect(await ask(failed(refusal(500)))).toMatchObject({ asked: 8, answer: failed(refusal(500)) });
  });

  test('ends sooner where each attempt takes long', async () => {
    expect((await askSlowly(32_000, failed(noAnswer('ETIMEDOUT')))).asked).toBe(2);
  });

  test('is told before each attempt', async () => {
    const { told } = await ask(failed(refusal(503)), failed(refusal(429, 1)), fine);
    expect(told).toEqual(['100 ms, after 0', '1100 ms, after 100']);
  });
});
