import { describe, expect, test } from 'vitest';
import type { Desired } from '../../../src/controller/observed.js';
import type { Step } from '../../../src/controller/step.js';
import { beginnable, UnderWay } from '../../../src/controller/under-way.js';
import type { Result } from '../../../src/controller/writes.js';
import { claim, desired, pet, say } from '../../fixtures/sets.js';

const create = (ordinal: number): Step => ({ do: 'create-pet', ordinal, revision: 'rev1', braked: false });
const remove = (ordinal: number): Step => ({ do: 'delete-pet', pet: pet(ordinal), because: 'condemned' });
const ahead = (ordinal: number): Step => ({ do: 'create-claim', template: 'www', ordinal, ahead: true });

function told(
  steps: readonly Step[],
  underWay: readonly Step[],
  more: { most?: number; wanted?: Desired } = {},
): string {
  const { most = 20, wanted = desired({ replicas: 5 }) } = more;
  return beginnable(steps, underWay, most, wanted)
    .map((step) => say(step))
    .join(', ');
}

describe('of a plan', () => {
  test('as much is begun as may be under way', () => {
    expect(told([create(0), create(1), create(2)], [], { most: 2 })).toBe('create web-0, create web-1');
    expect(told([create(0), create(1), create(2)], [create(0)], { most: 2 })).toBe('create web-1');
    expect(told([create(0), create(1), create(2)], [create(0), create(1)], { most: 2 })).toBe('');
  });

  test('nothing is begun whose object is being written', () => {
    const settle: Step = { do: 'settle-claim', claim: claim('www-web-1') };
    const own: Step = { do: 'own-claim', claim: claim('www-web-1'), owner: 'record' };
    expect(told([own, settle, create(2)], [own])).toBe('create web-2');
  });

  test('nothing is begun beside what it does not want, until that is answered', () => {
    expect(told([remove(2)], [create(3)])).toBe('');
    expect(told([remove(2)], [remove(3)])).toBe('');
    const another: Step = { do: 'delete-pet', pet: pet(2, { uid: 'another' }), because: 'condemned' };
    expect(told([remove(2), remove(1)], [another])).toBe('');
  });

  test('nothing waits for a claim that is made ahead, unless its pet is not wanted any more', () => {
    expect(told([create(1)], [ahead(2)])).toBe('create web-1');
    expect(told([ahead(2), create(1)], [ahead(2)])).toBe('create web-1');
    expect(told([remove(1)], [ahead(2)], { wanted: desired({ replicas: 1 }) })).toBe('');
    expect(told([remove(1)], [ahead(2)], { wanted: desired({ replicas: 5 }, { teardown: 'clean' }) })).toBe('');
  });
});

describe('what is under way', () => {
  const DONE: Result = { kind: 'done' };

  test('is told once, when it is answered', async () => {
    let answers = 0;
    const underWay = new UnderWay({ now: () => 7, answered: () => answers++ });
    let answer: (result: Result) => void = () => undefined;
    underWay.begin(create(0), new Promise((resolve) => (answer = resolve)), 3);
    expect([underWay.isEmpty, underWay.take()]).toEqual([false, []]);
    answer(DONE);
    await underWay.over;
    expect([underWay.isEmpty, answers]).toEqual([true, 1]);
    expect(underWay.take()).toEqual([{ step: create(0), result: DONE, since: 3, at: 7 }]);
    expect(underWay.take()).toEqual([]);
  });

  test('is over when all of it is, also what was begun later', async () => {
    const underWay = new UnderWay({ now: () => 0, answered: () => undefined });
    const ends: (() => void)[] = [];
    for (const ordinal of [0, 1]) {
      underWay.begin(create(ordinal), new Promise((resolve) => ends.push(() => resolve(DONE))), 0);
    }
    let isOver = false;
    const over = underWay.over.then(() => (isOver = true));
    ends[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    ends[1]?.();
    await over;
    expect(underWay.isEmpty).toBe(true);
  });

  test('does not hide a mistake of ours', async () => {
    const underWay = new UnderWay({ now: () => 0, answered: () => undefined });
    underWay.begin(create(0), Promise.reject(new Error('a mistake')), 0);
    await underWay.over;
    expect(() => underWay.take()).toThrow('a mistake');
  });
});
