import { expect, test } from 'vitest';
import { Correlator, type Happening } from '../../../src/controller/recorder-correlation.js';

const created = (what: string): Happening => ({ type: 'Normal', reason: 'SuccessfulCreate', message: what });
const PETS = Array.from({ length: 12 }, (_, ordinal) => created(`pet: web-${ordinal}`));
const MINUTE = 60_000;

test('what happens again is counted, from the first time to the last', () => {
  const correlator = new Correlator();
  correlator.note(created('pet: web-0'), 1_000);
  const again = correlator.note(created('pet: web-0'), 5_000);
  expect(again).toMatchObject({ message: 'pet: web-0', count: 2, firstAt: 1_000, lastAt: 5_000 });
});

test('the tenth message of one reason, and all after it, become one event with the newest message', () => {
  const correlator = new Correlator();
  const told = PETS.map((each, index) => correlator.note(each, index));
  expect(told.slice(0, 9).map(({ message, count }) => `${message} x${count}`)).toEqual(
    PETS.slice(0, 9).map(({ message }) => `${message} x1`),
  );
  expect(new Set(told.map(({ key }) => key)).size).toBe(10);
  expect(told.at(-1)).toMatchObject({ message: '(combined from similar events): pet: web-11', count: 3, firstAt: 9 });
});

test('what happens to another pod of the same name is another event; one of many is of no pod', () => {
  const correlator = new Correlator();
  const gone = (uid: string): Happening => ({ ...created('pet: web-0'), related: { kind: 'Pod', uid } });
  expect(correlator.note(gone('a'), 0)).toMatchObject({ count: 1, related: { uid: 'a' } });
  expect(correlator.note(gone('b'), 1)).toMatchObject({ count: 1, related: { uid: 'b' } });
  for (const each of PETS) correlator.note(each, 2);
  expect(correlator.note(gone('c'), 3)).not.toHaveProperty('related');
});

test('another reason is not combined with them', () => {
  const correlator = new Correlator();
  for (const each of PETS) correlator.note(each, 0);
  const gone = { ...created('pet: web-0'), reason: 'SuccessfulDelete' };
  expect(correlator.note(gone, 0)).toMatchObject({ message: 'pet: web-0', count: 1 });
});

test('ten minutes after the last one of them they are told one by one again', () => {
  const correlator = new Correlator();
  for (const each of PETS) correlator.note(each, 0);
  expect(correlator.note(created('pet: web-20'), 10 * MINUTE)).toMatchObject({ count: 4 });
  expect(correlator.note(created('pet: web-21'), 20 * MINUTE + 1)).toMatchObject({ message: 'pet: web-21', count: 1 });
});

test('of one reason 25 events may be written at once, and one more every five minutes', () => {
  const correlator = new Correlator();
  const [event] = PETS;
  const allowed = (now: number): number =>
    Array.from({ length: 40 }, () => correlator.mayWrite(event!, now)).filter(Boolean).length;
  expect(allowed(0)).toBe(25);
  expect(allowed(5 * MINUTE - 1)).toBe(0);
  expect(allowed(5 * MINUTE)).toBe(1);
  expect(allowed(15 * MINUTE)).toBe(2);
  expect(allowed(1_000 * MINUTE)).toBe(25);
});

test('one reason does not use up what another one may write', () => {
  const correlator = new Correlator();
  for (let i = 0; i < 30; i++) correlator.mayWrite(PETS[0]!, 0);
  expect(correlator.mayWrite({ ...PETS[0]!, type: 'Warning' }, 0)).toBe(true);
  expect(correlator.mayWrite({ ...PETS[0]!, reason: 'RolledOut' }, 0)).toBe(true);
});

test('it does not remember events without end', () => {
  const correlator = new Correlator();
  const reasons = Array.from({ length: 600 }, (_, index) => ({ ...PETS[0]!, reason: `Reason${index}` }));
  for (const each of reasons) correlator.note(each, 0);
  expect(correlator.note(reasons[0]!, 1).count).toBe(1);
  expect(correlator.note(reasons.at(-1)!, 1).count).toBe(2);
});
