import { expect, test } from 'vitest';
import { conclude } from '../../../src/commands/conclude.js';
import { Failure } from '../../../src/petset/failure.js';

const ref = { namespace: 'default', name: 'web' };
const stopped = (how: { timedOut: boolean; goOn?: string }): Failure => {
  const ending = conclude({ kind: 'stopped', view: undefined }, { end: 'gone' }, ref, { args: {}, ...how });
  if (ending instanceof Failure) return ending;
  throw new Error(`it is over: ${ending}`);
};

test('what is interrupted is gone on with by reconcile', () => {
  const { message, next, exitCode } = stopped({ timedOut: false });
  expect({ message, next, exitCode }).toEqual({
    message: 'interrupted',
    next: ['to go on: kubectl petset reconcile web -n default'],
    exitCode: 130,
  });
});

test('or by the command that knows what to do when nothing is left to reconcile', () => {
  const goOn = 'to go on: kubectl petset migrate web --to statefulset -n default';
  expect(stopped({ timedOut: false, goOn }).next).toEqual([goOn]);
  expect(stopped({ timedOut: true, goOn })).toMatchObject({ next: [goOn], exitCode: 1 });
});
