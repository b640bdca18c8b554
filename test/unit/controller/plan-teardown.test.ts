import { describe, expect, test } from 'vitest';
import { plan } from '../../../src/controller/plan.js';
import { claim, desired, observed, pet, revision, tell } from '../../fixtures/sets.js';

const stray = pet(1, { ownership: 'stray', foreign: 'has no labels' });
const going = { object: 'configmap/petset-web', uid: 'u', finalizers: ['orphan'] };

describe('deleting a set', () => {
  const gone = desired({ replicas: 2 }, { teardown: 'delete' });

  test('the pets go in reverse order, one after the other', () => {
    expect(tell(plan(gone, observed([pet(0), pet(1)])))).toBe('delete web-1');
    expect(tell(plan(gone, observed([pet(0), pet(1, { state: 'terminating' })])))).toBe('wait for web-1: gone');
    expect(tell(plan(gone, observed([pet(0)])))).toBe('delete web-0');
  });

  test('the claims stay, and so do those who use them', () => {
    const claims = [claim('www-web-0', { usedBy: { name: 'backup', terminating: false } }), claim('www-web-4')];
    expect(tell(plan(gone, observed([pet(0)], { claims })))).toBe('delete web-0');
    expect(tell(plan(gone, observed([], { claims })))).toBe('delete petset-web.rev1');
    expect(tell(plan(gone, observed([], { claims, revisions: [] })))).toBe('delete the record');
  });

  test('a pod of a pet’s name that is somebody else’s is left alone', () => {
    expect(tell(plan(gone, observed([pet(1, { ownership: 'foreign' })], { revisions: [] })))).toBe('delete the record');
    expect(tell(plan(gone, observed([pet(1, { ownership: 'orphan' })], { revisions: [] })))).toBe('delete the record');
  });

  test('a pet that lost its labels stops it: it would go with the record, out of its turn', () => {
    expect(tell(plan(gone, observed([pet(0), stray, pet(2)])))).toBe('stuck: pod/web-1 has no labels');
  });

  test('a pause holds it', () => {
    expect(tell(plan(gone, observed([pet(0, { initialized: false }), pet(1)])))).toBe('wait for web-0: resume');
  });

  test('a record that is going meanwhile is no reason to stop half-way', () => {
    const halfWay = desired({}, { teardown: 'delete', going });
    expect(tell(plan(halfWay, observed([pet(0), pet(1)])))).toBe('delete web-1');
    expect(tell(plan(halfWay, observed([], { revisions: [] })))).toBe('wait for configmap/petset-web: record-gone');
  });
});

describe('orphaning the pets of a set', () => {
  const orphaned = desired({ replicas: 2 }, { teardown: 'orphan' });

  test('no pet is touched, whatever it is like: only the revisions and the record go', () => {
    const pets = [pet(0, { state: 'starting' }), stray, pet(7), pet(8, { state: 'finished' })];
    expect(tell(plan(orphaned, observed(pets)))).toBe('delete petset-web.rev1');
    const last = plan(orphaned, observed(pets, { revisions: [] }));
    expect(last).toEqual({ kind: 'act', steps: [{ do: 'delete-record', pets: 'stay' }] });
  });

  test('and only then do they go with it where they are not to stay', () => {
    const last = plan(desired({}, { teardown: 'delete' }), observed([], { revisions: [] }));
    expect(last).toEqual({ kind: 'act', steps: [{ do: 'delete-record', pets: 'go' }] });
  });

  test('until they are nobody’s it is waited', () => {
    const halfWay = desired({}, { teardown: 'orphan', going });
    expect(tell(plan(halfWay, observed([pet(0)], { revisions: [] })))).toBe(
      'wait for configmap/petset-web: record-gone',
    );
  });

  test('a revision that is going is not deleted twice', () => {
    const revisions = [revision('rev1', { terminating: true }), revision('rev2')];
    expect(tell(plan(orphaned, observed([pet(0)], { revisions })))).toBe('delete petset-web.rev2');
  });

  test('a pause holds that too', () => {
    expect(tell(plan({ ...orphaned, paused: true }, observed([pet(0)])))).toBe('wait for the record: resume-set');
    const braked = pet(1, { ownership: 'stray', foreign: 'has no labels', initialized: false });
    expect(tell(plan(orphaned, observed([braked])))).toBe('wait for web-1: resume');
  });
});
