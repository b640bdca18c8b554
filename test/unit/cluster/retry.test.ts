import { describe, expect, test } from 'vitest';
import type { Answer, ApiError } from '../../../src/cluster/api-error.js';
import { delayBefore, mayPass, wasNotTaken, withRetry } from '../../../src/cluster/retry.js';
import { FakeClock } from '../../fixtures/clock.js';

const refusal = (code: number, retryAfter?: number): ApiError => ({
  from: 'server',
  code,
  reason: 'Unknown',
  message: '',
  details: undefined,
  retryAfter,
});
const noAnswer = (code: string): ApiError => ({ from: 'connection', server: 's', code, message: '' });

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
  ])('not %j', (error) => {
    expect(mayPass(error)).toBe(false);
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
  async function ask(...answers: readonly Answer<string>[]): Promise<{ asked: number; answer: Answer<string> }> {
    const clock = new FakeClock();
    let asked = 0;
    const call = () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)]!);
    const answering = withRetry(call, mayPass, { clock, random: () => 0.5 });
    for (let i = 0; i < 10; i++) await clock.advance(10_000);
    return { answer: await answering, asked };
  }
  const failed = (error: ApiError): Answer<string> => ({ ok: false, error });
  const fine: Answer<string> = { ok: true, value: 'fine' };

  test('ends with the first good answer', async () => {
    expect(await ask(failed(refusal(503)), failed(refusal(429, 1)), fine)).toEqual({ asked: 3, answer: fine });
  });

  test('ends with the first refusal that stays', async () => {
    expect((await ask(failed(refusal(403)), fine)).asked).toBe(1);
  });

  test('ends when the server does not come to itself', async () => {
    expect(await ask(failed(refusal(500)))).toEqual({ asked: 5, answer: failed(refusal(500)) });
  });
});
