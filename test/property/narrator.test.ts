import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Diagnoser } from '../../src/controller/diagnoser.js';
import { Narrator } from '../../src/controller/narrator.js';
import type { Waiting } from '../../src/controller/progress.js';
import type { View } from '../../src/controller/set-watch.js';
import type { Wait } from '../../src/controller/step.js';
import type { Diagnosis } from '../../src/diagnose/diagnosis.js';
import { newRecord, readRecord } from '../../src/petset/record.js';
import { FakeClock } from '../fixtures/clock.js';
import { desired, observed, pet, webSet } from '../fixtures/sets.js';

const stored = newRecord(webSet(), 'default', 'config-map');
const record = readRecord({
  ...stored,
  metadata: { ...stored.metadata, name: 'petset-web', uid: 'uid-of-record', resourceVersion: '1' },
});
const view: View = { record, desired: desired({ replicas: 4 }), observed: observed([]) };

/** What is found out about each ordinal at some moment. */
type Findings = readonly ('nothing' | 'asking' | 'image' | 'volume')[];

const DIAGNOSES = new Map(
  (['image', 'volume'] as const).map((short): [string, Diagnosis] => {
    const next = { words: ['describe'], namespace: 'default' };
    return [short, { cause: short, short, message: `waits for its ${short}`, next }];
  }),
);

interface Look {
  /** Milliseconds after the one before. */
  readonly after: number;
  readonly waits: readonly { readonly for: 'ready' | 'gone' | 'verified'; readonly ordinal: number }[];
  /** The pets that have changed since. */
  readonly changed: readonly number[];
  readonly findings: Findings;
}

const ordinal = fc.nat({ max: 3 });
const what = fc.record({ for: fc.constantFrom('ready', 'ready', 'gone', 'verified'), ordinal } as const);
const look: fc.Arbitrary<Look> = fc.record({
  after: fc.constantFrom(0, 100, 1_000, 2_000, 30_000),
  waits: fc.uniqueArray(what, { selector: (each) => `${each.for} ${each.ordinal}`, maxLength: 5 }),
  changed: fc.subarray([0, 1, 2, 3]),
  findings: fc.array(fc.constantFrom('nothing', 'asking', 'image', 'volume'), { minLength: 4, maxLength: 4 }),
} as const);

/** What there is to say of waits where each look makes everything of it anew, out of what was said at the one before. */
class Plain {
  private since = new Map<string, number>();
  private found = new Map<string, Waiting>();
  private said = new Set<string>();

  look(waits: readonly Wait[], now: number, find: (on: Wait) => Diagnosis | 'asking' | undefined): readonly string[] {
    const keyOf = (on: Wait): string => `${on.for} ${'pet' in on ? on.pet.uid : ''}`;
    this.since = new Map(waits.map(keyOf).map((key) => [key, this.since.get(key) ?? now]));
    const waiting = waits.map((on): Waiting => {
      const overdue = on.for !== 'verified' && now - (this.since.get(keyOf(on)) ?? now) >= 2_000;
      const diagnosis = overdue ? find(on) : undefined;
      if (diagnosis !== 'asking') return { on, overdue, diagnosis };
      return this.found.get(keyOf(on)) ?? { on, overdue: false, diagnosis: undefined };
    });
    this.found = new Map(waiting.map((each) => [keyOf(each.on), each]));
    const said = new Set(waiting.map(say));
    const news = [...said].filter((each) => !this.said.has(each));
    this.said = said;
    return [...news, ...waiting.map(stand)];
  }
}

/** Also which state of the pet it is about. */
function stand(waiting: Waiting): string {
  const at = 'pet' in waiting.on ? waiting.on.pet.createdAt : 0;
  return `stands: ${say(waiting)}, seen ${at}`;
}

function say({ on, overdue, diagnosis }: Waiting): string {
  const who = 'pet' in on ? on.pet.name : '';
  return `${on.for} ${who} ${overdue ? 'overdue' : ''} ${diagnosis?.message ?? ''}`;
}

test('what is kept about each wait from look to look tells the same as a look that makes all of it anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(look, { maxLength: 12 }), async (looks) => {
      const clock = new FakeClock();
      const told: string[] = [];
      let findings: Findings = [];
      const find = (on: Wait): Diagnosis | 'asking' | undefined => {
        const found = findings['pet' in on ? on.pet.ordinal : 0];
        return found === 'asking' ? 'asking' : DIAGNOSES.get(found ?? '');
      };
      const finder = { keepTo: () => undefined, nextAt: () => Infinity, diagnose: find } satisfies Partial<Diagnoser>;
      const narrator = new Narrator(finder, clock, (event) => {
        if (event.type === 'waiting') told.push(say(event.waiting));
        if (event.type === 'standing') told.push(...event.standing.waiting.map(stand));
      });
      const plain = new Plain();
      const pets = [0, 1, 2, 3].map((each) => pet(each));
      for (const { after, waits, changed, findings: next } of looks) {
        await clock.advance(after);
        findings = next;
        for (const each of changed) pets[each] = { ...pet(each), createdAt: clock.now() };
        const on = waits.flatMap((each): Wait[] => {
          const one = pets[each.ordinal];
          return one === undefined ? [] : [{ for: each.for, pet: one }];
        });
        told.length = 0;
        narrator.tell(view, on);
        expect(told).toEqual(plain.look(on, clock.now(), find));
      }
    }),
    { numRuns: 200 },
  );
});
