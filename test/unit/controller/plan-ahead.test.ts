import { describe, expect, test } from 'vitest';
import type { Desired, Observed } from '../../../src/controller/observed.js';
import { plan } from '../../../src/controller/plan.js';
import { claim, desired, observed, pet, revision, tell, upgrading } from '../../fixtures/sets.js';

const ONE = [claim('www-web-0')];
const starting = pet(0, { state: 'starting' });
const five = { replicas: 5 };

function told(wanted: Desired, seen: Observed, claimsAhead = 1): string {
  return tell(plan(wanted, seen, { concurrency: 20, claimsAhead }));
}

describe('while a pet is waited for, the claims of the next ones are made', () => {
  test('of one, of as many as whoever reconciles wants, or of none', () => {
    const seen = observed([starting]);
    expect(told(desired(five), seen)).toBe('create www-web-1, wait for web-0: ready');
    expect(told(desired(five), seen, 3)).toBe(
      'create www-web-1, create www-web-2, create www-web-3, wait for web-0: ready',
    );
    expect(told(desired(five), seen, 0)).toBe('wait for web-0: ready');
    expect(told(desired({ replicas: 2 }), seen, 9)).toBe('create www-web-1, wait for web-0: ready');
  });

  test('all of those that a pet has', () => {
    const templates = ['data', 'log'].map((name) => ({ metadata: { name }, spec: {} }));
    const claims = [claim('data-web-0', { template: 'data' }), claim('log-web-0', { template: 'log' })];
    expect(told(desired({ volumeClaimTemplates: templates }), observed([starting], { claims }))).toBe(
      'create data-web-1, create log-web-1, wait for web-0: ready',
    );
    expect(told(desired({ volumeClaimTemplates: [] }), observed([starting], { claims: [] }))).toBe(
      'wait for web-0: ready',
    );
  });

  test('those that are there count: no more than so many ordinals', () => {
    const claims = [...ONE, claim('www-web-1')];
    expect(told(desired(five), observed([starting], { claims }))).toBe('wait for web-0: ready');
    expect(told(desired(five), observed([starting], { claims }), 2)).toBe('create www-web-2, wait for web-0: ready');
  });

  test('one that is going, or was made by hand, is dealt with when its turn comes', () => {
    for (const more of [{ terminating: true }, { labelledFor: undefined }]) {
      const claims = [...ONE, claim('www-web-1', more)];
      expect(told(desired(five), observed([starting], { claims }))).toBe('wait for web-0: ready');
    }
  });

  test('no reserved ordinal is one of them, and none that has a pet already', () => {
    const reserved = desired({ replicas: 3, ordinals: { reserve: [1] } });
    expect(told(reserved, observed([starting]))).toBe('create www-web-2, wait for web-0: ready');
    const gap = observed([starting, pet(1), pet(3)]);
    expect(told(desired(five), gap)).toBe('create www-web-2, wait for web-0: ready');
  });

  test('whatever it is that the pet is waited for', () => {
    const going = observed([pet(0, { state: 'terminating' })]);
    expect(told(desired(five), going)).toBe('create www-web-1, wait for web-0: gone');
    const unverified = { ...observed([pet(0)]), unverified: new Set([pet(0).uid]) };
    expect(told(desired(five), unverified)).toBe('create www-web-1, wait for web-0: verified');
    const held = observed([], { claims: [claim('www-web-0', { terminating: true })] });
    expect(told(desired(five), held)).toBe('create www-web-1, wait for www-web-0: claim-gone');
  });

  test('also where a rollout has taken a pet away', () => {
    const revisions = [revision('rev1'), revision('rev2')];
    const seen = observed([pet(0, { revision: 'rev2', state: 'starting' })], { revisions });
    expect(told(upgrading({}, five), seen)).toBe('create www-web-1, wait for web-0: ready');
  });

  test('none is while the set is paused, stuck or going, nor while pets go that are not wanted', () => {
    const braked = observed([pet(0, { initialized: false })]);
    expect(told(desired(five), braked)).toBe('wait for web-0: resume');
    expect(told(desired(five, { paused: true }), observed([starting]))).toBe('wait for the record: resume-set');
    const foreign = pet(1, { ownership: 'foreign', foreign: 'belongs to StatefulSet/web' });
    expect(told(desired(five), observed([starting, foreign]))).toBe('stuck: pod/web-1 belongs to StatefulSet/web');
    expect(told(desired(five, { teardown: 'delete' }), observed([pet(0, { state: 'terminating' })]))).toBe(
      'wait for web-0: gone',
    );
    const smaller = observed([pet(0), pet(1, { state: 'terminating' })]);
    expect(told(desired({ replicas: 1 }), smaller)).toBe('wait for web-1: gone');
  });
});

describe('a claim that was made ahead, where a scale-down deletes claims,', () => {
  const deletes = (replicas: number, more: Partial<Desired> = {}): Desired =>
    desired({ replicas, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } }, more);
  const keeps = (replicas: number): Desired => desired({ replicas });
  const ahead = claim('www-web-1', { ahead: true });
  const before = observed([pet(0)], { claims: [...ONE, ahead] });

  test('goes when its pet is not wanted any more before it has come', () => {
    expect(told(deletes(2), before)).toBe('create web-1');
    expect(told(deletes(1), before)).toBe('delete www-web-1');
    expect(told(deletes(1, { paused: true }), before)).toBe('wait for the record: resume-set');
    const going = observed([pet(0)], { claims: [...ONE, { ...ahead, terminating: true }] });
    expect(told(deletes(1), going)).toBe('done');
  });

  test('stays where somebody else mounts it', () => {
    const usedBy = { name: 'debugger', terminating: false };
    expect(told(deletes(1), observed([pet(0)], { claims: [...ONE, { ...ahead, usedBy }] }))).toBe('done');
  });

  test('is one like any other as soon as its pet is there, before anything else happens to that', () => {
    const after = observed([pet(0), pet(1)], { claims: [...ONE, ahead] });
    expect(told(deletes(2), after)).toBe('settle www-web-1');
    expect(told(deletes(1), observed([pet(0), pet(1)], { claims: [...ONE, ahead] }))).toBe(
      'have www-web-1 go with pet',
    );
    const later = observed([pet(0), pet(1)], { claims: [...ONE, claim('www-web-1')] });
    expect(told(deletes(2), later)).toBe('done');
  });

  test('is one like any other once claims stay', () => {
    expect(told(keeps(1), before)).toBe('settle www-web-1');
    expect(told(keeps(1), observed([pet(0)], { claims: [...ONE, claim('www-web-1')] }))).toBe('done');
  });

  test('goes with all others in a clean-up', () => {
    const clean = deletes(2, { teardown: 'clean' });
    expect(told(clean, observed([], { claims: [...ONE, ahead] }))).toBe('delete www-web-1, delete www-web-0');
  });
});
