import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/cluster/api-error.js';
import { RefusalHold } from '../../../src/controller/refusal-hold.js';
import type { Plan, Step } from '../../../src/controller/step.js';
import { FakeClock } from '../../fixtures/clock.js';
import { pet, tell } from '../../fixtures/sets.js';

const OF = 'web';
const evict = (ordinal: number): Step => ({ do: 'evict-pet', pet: pet(ordinal), because: 'outdated' });
const act = (step: Step): Plan => ({ kind: 'act', steps: [step] });

function refusal(more: Partial<Extract<ApiError, { from: 'server' }>>): ApiError {
  const message = "Cannot evict pod as it would violate the pod's disruption budget.";
  return { from: 'server', code: 429, reason: 'TooManyRequests', message, details: {}, retryAfter: undefined, ...more };
}

const NEEDS = 'The disruption budget web needs 2 healthy pods and has 2 currently';
const BUDGET = refusal({ details: { causes: [{ reason: 'DisruptionBudget', message: NEEDS }] } });
const SEVERAL = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

function hold(): { clock: FakeClock; budgets: RefusalHold } {
  const clock = new FakeClock();
  return { clock, budgets: new RefusalHold({ clock, random: () => 0 }) };
}

/** What a plan comes to that wants a pet evicted which a refusal was about. */
function screened(error: ApiError): Plan {
  const { budgets } = hold();
  expect(budgets.take(evict(1), error, OF)).toBe(true);
  return budgets.screen(act(evict(1)));
}

describe('a pet that may not be evicted', () => {
  test('is waited for, and the server’s words say why', () => {
    expect(screened(BUDGET)).toMatchObject({ kind: 'wait', on: [{ for: 'budget', why: NEEDS }] });
  });

  test('because it has two budgets, which no server allows, is waited for as well: there is a way out to tell of', () => {
    const several = refusal({ code: 500, reason: 'Unknown', message: SEVERAL, details: undefined });
    expect(screened(several)).toMatchObject({ kind: 'wait', on: [{ for: 'budget', why: SEVERAL }] });
  });

  test('is tried again when the server has said, or after ever longer', async () => {
    const { clock, budgets } = hold();
    budgets.take(evict(1), { ...BUDGET, retryAfter: 10 } as ApiError, OF);
    expect(budgets.until).toBe(clock.now() + 10_000);
    await clock.advance(10_000);
    expect(tell(budgets.screen(act(evict(1))))).toBe('evict web-1');
    budgets.take(evict(1), BUDGET, OF);
    const first = (budgets.until ?? 0) - clock.now();
    budgets.take(evict(1), BUDGET, OF);
    expect((budgets.until ?? 0) - clock.now()).toBeGreaterThan(first);
  });

  test('holds up nothing else', () => {
    const { budgets } = hold();
    budgets.take(evict(1), BUDGET, OF);
    expect(tell(budgets.screen(act(evict(0))))).toBe('evict web-0');
    budgets.take(evict(1), BUDGET, OF);
    const deletion = act({ do: 'delete-pet', pet: pet(1), because: 'outdated' });
    expect(tell(budgets.screen(deletion))).toBe('delete web-1');
    expect(budgets.until).toBeUndefined();
  });
});

describe('what a quota has no room for', () => {
  const WORDS = 'exceeded quota: few, requested: pods=1, used: pods=2, limited: pods=2';
  const over = refusal({ code: 403, reason: 'Forbidden', message: `pods "web-2" is forbidden: ${WORDS}` });
  const create: Step = { do: 'create-pet', ordinal: 2, revision: 'a', braked: false };

  test('is waited for by its name, until there is room or it is wanted no more', () => {
    const { budgets } = hold();
    expect(budgets.take(create, over, OF)).toBe(true);
    const wait = { for: 'quota', object: 'pod/web-2', ordinal: 2, quota: 'few', why: WORDS };
    expect(budgets.screen(act(create))).toEqual({ kind: 'wait', on: [wait] });
    expect(tell(budgets.screen(act(evict(2))))).toBe('evict web-2');
    expect(budgets.until).toBeUndefined();
  });

  test('is a claim too', () => {
    const { budgets } = hold();
    budgets.take({ do: 'create-claim', template: 'www', ordinal: 2 }, over, OF);
    const plan = budgets.screen(act({ do: 'create-claim', template: 'www', ordinal: 2 }));
    expect(plan).toMatchObject({ on: [{ object: 'persistentvolumeclaim/www-web-2' }] });
  });

  test('is not what it would never let in', () => {
    const message = 'pods "web-2" is forbidden: failed quota: few: must specify requests.cpu for: nginx';
    expect(hold().budgets.take(create, refusal({ code: 403, reason: 'Forbidden', message }), OF)).toBe(false);
  });
});

describe('of several steps that were refused', () => {
  const full = refusal({ code: 403, reason: 'Forbidden', message: 'is forbidden: exceeded quota: few, used: pods=2' });
  const creation = (ordinal: number): Step => ({ do: 'create-pet', ordinal, revision: 'rev1', braked: false });
  const all: Plan = { kind: 'act', steps: [0, 1, 2, 3].map(creation) };

  test('the first is waited for, and what comes before it in the plan is done', () => {
    const { budgets } = hold();
    for (const ordinal of [3, 1, 2]) expect(budgets.take(creation(ordinal), full, OF)).toBe(true);
    expect(tell(budgets.screen(all))).toBe('create web-0, wait for pod/web-1: quota');
  });

  test('one is asked for again, and the others when that was granted', async () => {
    const { clock, budgets } = hold();
    for (const ordinal of [1, 2]) budgets.take(creation(ordinal), full, OF);
    await clock.advance(60_000);
    expect(tell(budgets.screen(all))).toBe('create web-0, create web-1');
    const later: Plan = { kind: 'act', steps: [2, 3].map(creation) };
    expect(tell(budgets.screen(later))).toBe('create web-2');
    expect(tell(budgets.screen({ kind: 'act', steps: [creation(3)] }))).toBe('create web-3');
    expect(budgets.until).toBeUndefined();
  });
});

describe('a claim that is refused before its turn', () => {
  const early: Step = { do: 'create-claim', template: 'www', ordinal: 1, ahead: true };
  const waiting: Plan = { kind: 'act', steps: [early], on: [{ for: 'ready', pet: pet(0, { state: 'starting' }) }] };
  const denied = refusal({ code: 403, reason: 'Forbidden', message: 'no' });

  test('holds up nothing, whatever the reason is', () => {
    const { budgets } = hold();
    expect(tell(budgets.screen(waiting))).toBe('create www-web-1, wait for web-0: ready');
    expect(budgets.take(early, denied, OF)).toBe(true);
    expect(tell(budgets.screen(waiting))).toBe('wait for web-0: ready');
    expect(budgets.until).toBeUndefined();
  });

  test('is tried again when its turn has come, and then the refusal counts', () => {
    const { budgets } = hold();
    budgets.take(early, denied, OF);
    const inTurn: Step = { do: 'create-claim', template: 'www', ordinal: 1 };
    expect(tell(budgets.screen(act(inTurn)))).toBe('create www-web-1');
    expect(budgets.take(inTurn, denied, OF)).toBe(false);
  });
});

describe('no budget’s is', () => {
  test.each<[string, Step, ApiError]>([
    ['the refusal of anything else', { do: 'create-revision' }, BUDGET],
    ['a server that has too much to do', evict(1), refusal({ message: 'Too many requests, please try again later.' })],
    ['a server in trouble', evict(1), refusal({ code: 500, reason: 'InternalError', message: 'etcd' })],
    ['who may not evict', evict(1), refusal({ code: 403, reason: 'Forbidden', message: 'no' })],
  ])('%s', (_what, step, error) => {
    expect(hold().budgets.take(step, error, OF)).toBe(false);
  });
});
