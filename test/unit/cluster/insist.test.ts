import { describe, expect, test } from 'vitest';
import type { Answer, ApiError } from '../../../src/cluster/api-error.js';
import { insist, type Retry } from '../../../src/cluster/insist.js';

const refusal = (code: number, reason: string): ApiError => ({
  from: 'server',
  code,
  reason,
  message: '',
  details: undefined,
  retryAfter: undefined,
});
const LOST: ApiError = { from: 'connection', server: 's', code: 'ECONNRESET', message: '', hasAnswered: true };
const THERE = refusal(409, 'AlreadyExists');
const NOT_THERE = refusal(404, 'NotFound');

const persistent: Retry = async (call, isWorthIt) => {
  for (let attempt = 1; ; attempt++) {
    const answer = await call();
    if (answer.ok || attempt === 4 || !isWorthIt(answer.error)) return answer;
  }
};

type Said = 'fine' | ApiError;
const asAnswer = (said: Said, value: string): Answer<string> =>
  said === 'fine' ? { ok: true, value } : { ok: false, error: said };

/** How it ends when the server says that to each write, and shows that to whoever looks. */
async function insisting(
  says: readonly Said[],
  { there = 'ours', looks = ['fine'] }: { there?: string; looks?: readonly Said[] } = {},
): Promise<{ end: string; sent: number; looked: number }> {
  let sent = 0;
  let looked = 0;
  const answer = await insist<string>(
    {
      send: () => Promise.resolve(asAnswer(says[Math.min(sent++, says.length - 1)] ?? 'fine', 'ours')),
      look: () => Promise.resolve(asAnswer(looks[Math.min(looked++, looks.length - 1)] ?? 'fine', there)),
      isDone: (present) => present === 'ours',
    },
    persistent,
  );
  const why = answer.ok ? answer.value : answer.error.from === 'server' ? answer.error.reason : answer.error.code;
  return { end: why, sent, looked };
}

describe('a write is sent again', () => {
  test('that the server has not taken', async () => {
    const busy = refusal(429, 'TooManyRequests');
    expect(await insisting([busy, refusal(500, 'InternalError'), 'fine'])).toEqual({ end: 'ours', sent: 3, looked: 0 });
  });

  test('that it may have taken, and has not', async () => {
    expect(await insisting([LOST, 'fine'])).toEqual({ end: 'ours', sent: 2, looked: 0 });
  });
});

describe('a write that was taken, and its answer lost', () => {
  test.each([
    THERE,
    refusal(409, 'Conflict'),
    // Made, it has used the quota up, or holds the port that it asks for.
    refusal(403, 'Forbidden'),
    refusal(422, 'Invalid'),
  ])('is found by what is there when the next one is refused: $reason', async (refused) => {
    expect(await insisting([LOST, refused])).toEqual({ end: 'ours', sent: 2, looked: 1 });
  });

  test('is found although the first look fails', async () => {
    expect((await insisting([LOST, THERE], { looks: [LOST, 'fine'] })).end).toBe('ours');
  });

  test('is found after the last attempt', async () => {
    expect(await insisting([LOST])).toEqual({ end: 'ours', sent: 4, looked: 1 });
  });
});

describe('what somebody else has written is not ours', () => {
  test('where nothing of ours was lost, whatever is there', async () => {
    expect(await insisting([THERE])).toEqual({ end: 'AlreadyExists', sent: 1, looked: 0 });
    expect(await insisting([refusal(429, 'TooManyRequests'), THERE])).toMatchObject({
      end: 'AlreadyExists',
      looked: 0,
    });
  });

  test('where it is something else', async () => {
    expect((await insisting([LOST, THERE], { there: 'theirs' })).end).toBe('AlreadyExists');
  });
});

test('a refusal that has another reason is told', async () => {
  expect((await insisting([LOST, refusal(403, 'Forbidden')], { looks: [NOT_THERE] })).end).toBe('Forbidden');
});

test('a server that never takes it is told', async () => {
  expect((await insisting([LOST], { looks: [NOT_THERE] })).end).toBe('ECONNRESET');
});
