import { describe, expect, test } from 'vitest';
import type { Desired, NativeRecord, Observed } from '../../../src/controller/observed.js';
import { plan } from '../../../src/controller/plan.js';
import { bookkeeping } from '../../../src/controller/plan-status.js';
import type { Step } from '../../../src/controller/step.js';
import { GUARD, ORPHAN_FINALIZER } from '../../../src/petset/guard.js';
import { claim, desired, observed, pet, revision, tell } from '../../fixtures/sets.js';

const FRESH: NativeRecord = { generation: 1, status: {}, isRolloutWritten: true, isGuarded: true };
const custom = (native: Partial<NativeRecord> = {}, more: Partial<Desired> = {}): Desired =>
  desired({}, { record: 'petset/web', native: { ...FRESH, ...native }, ...more });
const all = observed([pet(0), pet(1)]);
const aside = (wanted: Desired, there: Observed = all, isKept = true): Step | undefined =>
  bookkeeping(plan(wanted, there), wanted, there, isKept);

/** What is reported of a set. */
function reported(wanted: Desired, there: Observed = all): NativeRecord['status'] {
  const step = aside(wanted, there);
  if (step?.do !== 'report-status') throw new Error(`what comes aside is ${step?.do ?? 'nothing'}`);
  return step.status;
}

describe('what is told beside the plan', () => {
  test('how a set stands, once', () => {
    const status = reported(custom());
    expect(status).toMatchObject({ replicas: 2, readyReplicas: 2, updatedReplicas: 2, updateRevision: 'rev1' });
    expect(status.conditions).toEqual([
      expect.objectContaining({ type: 'Ready', status: 'True', reason: 'AsWanted', observedGeneration: 1 }),
    ]);
    expect(aside(custom({ status }))).toBeUndefined();
  });

  test('nothing before the steps of the plan, but that there is another template', () => {
    const status = reported(custom());
    expect(aside(custom({ status }), observed([pet(0)]))).toBeUndefined();
    expect(aside(custom({ status }, { revision: 'rev2' }), observed([pet(0)]))?.do).toBe('report-status');
  });

  test('first of all where pets come from, when somebody has edited the template', () => {
    const rollout = { from: 'rev1', wish: undefined };
    const edited = custom({ isRolloutWritten: false }, { revision: 'rev2', recorded: rollout });
    expect(aside(edited)).toEqual({ do: 'record-rollout', rollout });
  });

  test('that somebody stays, only by him', () => {
    expect(aside(custom({ isGuarded: false }))).toEqual({ do: 'guard-record', isGuarded: true });
    expect(aside(custom({ isGuarded: false }), all, false)?.do).toBe('report-status');
  });

  test('nothing of a config map, of a record that is being moved, or of one that goes', () => {
    const going = { object: 'petset/web', uid: 'u', finalizers: [GUARD] };
    expect(aside(desired())).toBeUndefined();
    expect(aside(custom({ isGuarded: false, isRolloutWritten: false }, { moving: 'away' }))).toBeUndefined();
    expect(aside(custom({ isGuarded: false }, { going }))).toBeUndefined();
  });

  test('the time of a change stays as long as it is so', () => {
    const { conditions: [condition] = [], ...status } = reported(custom());
    const dated = { ...condition!, lastTransitionTime: '2016-07-01T00:00:00Z' };
    expect(aside(custom({ status: { ...status, conditions: [dated] } }))).toBeUndefined();
    const waiting = reported(
      custom({ status: { ...status, conditions: [dated] } }),
      observed([pet(0), pet(1, { state: 'starting' })]),
    );
    expect(waiting.conditions).toEqual([expect.objectContaining({ status: 'False', message: 'for pod/web-1' })]);
    expect(waiting.conditions?.[0]).not.toHaveProperty('lastTransitionTime');
  });
});

describe('a guarded record that somebody deletes with kubectl', () => {
  const going = (...finalizers: readonly string[]): Partial<Desired> => ({
    going: { object: 'petset/web', uid: 'u', finalizers },
  });
  const next = (more: Partial<Desired>, there: Observed): string => tell(plan(custom({}, more), there));
  const empty = observed([], { revisions: [] });

  test('goes after its pets, in order, and after its revisions', () => {
    const deleted = { teardown: 'delete', ...going(GUARD) } as const;
    expect(next(deleted, all)).toBe('delete web-1');
    expect(next(deleted, observed([]))).toBe('delete petset-web.rev1');
    expect(next(deleted, empty)).toBe('let go of the record');
  });

  test('goes at once where its pets are to stay, whatever they are like', () => {
    const orphaned = { teardown: 'orphan', ...going(GUARD, ORPHAN_FINALIZER) } as const;
    expect(next(orphaned, observed([pet(0, { state: 'starting' }), pet(1, { ownership: 'stray' })]))).toBe(
      'let go of the record',
    );
  });

  test('lets go of pets that were to stay before somebody deleted it with all that it owns', () => {
    const both = { teardown: 'orphan', ...going(GUARD) } as const;
    const claims = [claim('www-web-0', { goesWith: [{ kind: 'record', uid: 'u', isGone: false }] })];
    expect(next(both, observed([pet(0)], { claims }))).toBe('release web-0, have www-web-0 go with nobody');
    expect(next(both, empty)).toBe('let go of the record');
  });

  test('loses its claims too where a clean-up was under way', () => {
    const cleaned = { teardown: 'clean', ...going(GUARD) } as const;
    expect(next(cleaned, observed([], { claims: [claim('www-web-0')] }))).toBe('delete www-web-0');
  });

  test('waits while it is paused', () => {
    expect(next({ teardown: 'delete', paused: true, ...going(GUARD) }, all)).toBe('wait for the record: resume-set');
  });

  test('is left to the garbage collector when nobody guards it any more', () => {
    expect(next(going(ORPHAN_FINALIZER), observed([pet(0)], { revisions: [revision('rev1')] }))).toBe(
      'wait for petset/web: record-gone',
    );
  });
});
