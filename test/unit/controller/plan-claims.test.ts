import { describe, expect, test } from 'vitest';
import type { Desired, Observed } from '../../../src/controller/observed.js';
import { plan } from '../../../src/controller/plan.js';
import type { Wait } from '../../../src/controller/step.js';
import type { ClaimOwner } from '../../../src/petset/claim-owner.js';
import type { ObservedClaim } from '../../../src/petset/observed-claim.js';
import type { PetSetSpec } from '../../../src/petset/petset.js';
import { claim, desired, observed, pet, say } from '../../fixtures/sets.js';

/** The plan as a sentence. */
function told(wanted: Desired, seen: Observed): string {
  const answer = plan(wanted, seen);
  if (answer.kind === 'act') return answer.steps.map(say).join(', ');
  if (answer.kind === 'wait') return answer.on.map(waitWords).join(', ');
  return answer.kind === 'stuck' ? `stuck: ${answer.obstacle.object} ${answer.obstacle.problem}` : answer.kind;
}

function waitWords(wait: Wait): string {
  if (wait.for === 'grown') return `wait until ${wait.claim.name} has ${wait.size}`;
  if ('pet' in wait) return `wait for ${wait.pet.name}: ${wait.for}`;
  return 'claim' in wait ? `wait for ${wait.claim.name}: ${wait.for}` : `wait: ${wait.for}`;
}

const record: ClaimOwner = { kind: 'record', uid: 'uid-of-record', isGone: false };
const itsPet = (ordinal: number): ClaimOwner => ({ kind: 'pet', uid: `uid-of-web-${ordinal}`, isGone: false });
const ofWeb = (ordinal: number, more: Partial<ObservedClaim> = {}): ObservedClaim => claim(`www-web-${ordinal}`, more);

describe('growing', () => {
  const to2Gi = (more: Partial<PetSetSpec> = {}): Desired => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } };
    return desired({ volumeClaimTemplates: [{ metadata: { name: 'www' }, spec }], ...more });
  };
  const two = [pet(0), pet(1)];
  const grown = { requested: '2Gi', capacity: '2Gi' };
  const growing = { requested: '2Gi', capacity: '1Gi' };

  test('the claims ask for more one by one, lowest first, and each waits for the one before', () => {
    expect(told(to2Gi(), observed(two))).toBe('grow www-web-0 to 2Gi');
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, growing), ofWeb(1)] }))).toBe(
      'wait until www-web-0 has 2Gi',
    );
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, grown), ofWeb(1)] }))).toBe('grow www-web-1 to 2Gi');
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, grown), ofWeb(1, grown)] }))).toBe('done');
  });

  test('one that grows already comes first when the template wants still more', () => {
    const claims = [ofWeb(0, grown), ofWeb(1, growing)];
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '3Gi' } } };
    const to3Gi = desired({ volumeClaimTemplates: [{ metadata: { name: 'www' }, spec }] });
    expect(told(to3Gi, observed(two, { claims }))).toBe('grow www-web-1 to 3Gi');
    const asked = [ofWeb(0, grown), ofWeb(1, { ...growing, requested: '3Gi' })];
    expect(told(to3Gi, observed(two, { claims: asked }))).toBe('wait until www-web-1 has 3Gi');
  });

  test('one by one in a parallel set too', () => {
    const parallel = to2Gi({ podManagementPolicy: 'Parallel' });
    expect(told(parallel, observed(two, { claims: [ofWeb(1), ofWeb(0, growing)] }))).toBe(
      'wait until www-web-0 has 2Gi',
    );
  });

  test('not before all pets are as they should be', () => {
    expect(told(to2Gi(), observed([pet(0), pet(1, { state: 'starting' })]))).toBe('wait for web-1: ready');
    const parallel = to2Gi({ podManagementPolicy: 'Parallel' });
    expect(told(parallel, observed([pet(0), pet(1, { state: 'starting' })]))).toBe('wait for web-1: ready');
    expect(told(to2Gi(), observed([...two, pet(2)]))).toBe('delete web-2');
    expect(told(to2Gi(), observed([pet(0, { initialized: false }), pet(1)]))).toBe('wait for web-0: resume');
  });

  test('a pet that goes while its claim grows comes back first', () => {
    const claims = [ofWeb(0, growing), ofWeb(1)];
    expect(told(to2Gi(), observed([pet(1)], { claims }))).toBe('create web-0');
  });

  test('sizes are compared, not their spelling', () => {
    const spelt = { requested: '2048Mi', capacity: '2147483648' };
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, spelt), ofWeb(1, spelt)] }))).toBe('done');
  });

  test('a claim that has more than it needs is left as it is', () => {
    const large = { requested: '5Gi', capacity: '5Gi' };
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, large), ofWeb(1, large)] }))).toBe('done');
  });

  test('a claim that was kept after a scale-down grows when its ordinal is wanted again, after its pet', () => {
    const kept = [ofWeb(0, grown), ofWeb(1, grown), ofWeb(2)];
    expect(told(to2Gi(), observed(two, { claims: kept }))).toBe('done');
    expect(told(to2Gi({ replicas: 3 }), observed(two, { claims: kept }))).toBe('create web-2');
    expect(told(to2Gi({ replicas: 3 }), observed([...two, pet(2)], { claims: kept }))).toBe('grow www-web-2 to 2Gi');
  });

  test('a claim without a volume cannot be changed, and one that is being deleted need not be', () => {
    const pending = ofWeb(1, { phase: 'Pending', capacity: undefined });
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, grown), pending] }))).toBe('done');
    const going = ofWeb(1, { terminating: true });
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, grown), going] }))).toBe('done');
  });

  test('what cannot be had is asked for no longer once the template wants less', () => {
    const asking = { requested: '9Gi', capacity: '1Gi' };
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, asking), ofWeb(1)] }))).toBe('wait until www-web-0 has 2Gi');
    const refused = { ...asking, cannotGrow: true };
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, refused), ofWeb(1)] }))).toBe('grow www-web-0 to 2Gi');
    const asked = { ...growing, cannotGrow: true };
    expect(told(to2Gi(), observed(two, { claims: [ofWeb(0, asked), ofWeb(1)] }))).toBe('wait until www-web-0 has 2Gi');
  });

  test('not in a set that is to go', () => {
    expect(told({ ...to2Gi(), teardown: 'orphan' }, observed(two))).toBe('delete petset-web.rev1');
  });
});

describe('whom claims go with', () => {
  const policy = (whenScaled: 'Retain' | 'Delete', whenDeleted: 'Retain' | 'Delete', replicas = 2): Desired =>
    desired({ replicas, persistentVolumeClaimRetentionPolicy: { whenScaled, whenDeleted } });
  const three = [pet(0), pet(1), pet(2)];
  const claimsOf = (...goesWith: (readonly ClaimOwner[])[]): readonly ObservedClaim[] =>
    goesWith.map((owners, ordinal) => ofWeb(ordinal, { goesWith: owners }));

  test('with nobody, unless a policy says so', () => {
    expect(told(policy('Retain', 'Retain', 3), observed(three))).toBe('done');
    expect(told(policy('Retain', 'Retain'), observed(three))).toBe('delete web-2');
  });

  test('a condemned pet takes its claims along, which is written down before it goes', () => {
    const scaled = policy('Delete', 'Retain');
    expect(told(scaled, observed(three))).toBe('have www-web-2 go with pet');
    expect(told(scaled, observed(three, { claims: claimsOf([], [], [itsPet(2)]) }))).toBe('delete web-2');
    expect(told(scaled, observed(three.slice(0, 2), { claims: claimsOf([], []) }))).toBe('done');
  });

  test('also one that somebody else has deleted, and also while the set is not healthy', () => {
    const seen = [pet(0, { state: 'starting' }), pet(1), pet(2, { state: 'terminating' })];
    expect(told(policy('Delete', 'Retain'), observed(seen))).toBe('have www-web-2 go with pet');
  });

  test('a condemned pet that is wanted again leaves its claims, before anything else, even if it is going already', () => {
    const claims = claimsOf([], [], [itsPet(2)]);
    const going = [pet(0, { state: 'starting' }), pet(1), pet(2, { state: 'terminating' })];
    expect(told(policy('Delete', 'Retain', 3), observed(going, { claims }))).toBe('have www-web-2 go with nobody');
  });

  test('claims of wanted ordinals go with the record where the set takes them along', () => {
    const deleted = policy('Retain', 'Delete', 3);
    expect(told(deleted, observed(three, { claims: claimsOf([record], [], [record]) }))).toBe(
      'have www-web-1 go with record',
    );
    expect(told(deleted, observed(three, { claims: claimsOf([record], [record], [record]) }))).toBe('done');
  });

  test('with both policies a condemned pet takes over from the record, and back', () => {
    const claims = claimsOf([record], [record], [record]);
    expect(told(policy('Delete', 'Delete'), observed(three, { claims }))).toBe('have www-web-2 go with pet');
    const handed = claimsOf([record], [record], [itsPet(2)]);
    expect(told(policy('Delete', 'Delete', 3), observed(three, { claims: handed }))).toBe(
      'have www-web-2 go with record',
    );
  });

  test('a policy that changes later is followed for wanted and condemned pets', () => {
    const claims = claimsOf([record], [], [itsPet(2)]);
    expect(told(policy('Retain', 'Retain'), observed(three, { claims }))).toBe(
      'have www-web-0 go with nobody, have www-web-2 go with nobody',
    );
  });

  test('what a scale-down left stays, whatever the policy is now', () => {
    const two = [pet(0), pet(1)];
    expect(told(policy('Delete', 'Retain'), observed(two, { claims: claimsOf([], [], []) }))).toBe('done');
    const claims = claimsOf([record], [record], []);
    expect(told(policy('Delete', 'Delete'), observed(two, { claims }))).toBe('done');
  });

  test('and does not go with the record any more once claims are to outlive their set', () => {
    const claims = claimsOf([], [], [record]);
    expect(told(policy('Retain', 'Retain'), observed([pet(0), pet(1)], { claims }))).toBe(
      'have www-web-2 go with nobody',
    );
  });

  test('a claim whose pet is gone is about to be collected, and waited for', () => {
    const doomed = ofWeb(1, { goesWith: [{ ...itsPet(1), isGone: true }], terminating: true });
    expect(told(policy('Delete', 'Retain'), observed([pet(0)], { claims: [ofWeb(0), doomed] }))).toBe(
      'wait for www-web-1: claim-gone',
    );
  });

  test('a set that is deleted in order is not scaled down: its claims stay, or go with the record', () => {
    const kept = { ...policy('Delete', 'Retain', 3), teardown: 'delete' } as const;
    expect(told(kept, observed(three))).toBe('delete web-2');
    const lost = { ...policy('Delete', 'Delete', 1), teardown: 'delete' } as const;
    expect(told(lost, observed([pet(0)]))).toBe('have www-web-0 go with record');
  });

  test('nobody is asked in a clean-up', () => {
    expect(told({ ...policy('Delete', 'Delete'), teardown: 'clean' }, observed(three))).toBe('delete web-2');
  });

  test('nor where a set is deleted that leaves everything as it is', () => {
    const orphaned = { ...policy('Delete', 'Delete'), teardown: 'orphan' } as const;
    expect(told(orphaned, observed(three))).toBe('delete petset-web.rev1');
  });

  test('a condemned pet that loses its labels while it goes takes its claims along all the same', () => {
    const seen = [pet(0), pet(1), pet(2, { state: 'terminating', ownership: 'stray' })];
    const claims = claimsOf([], [], [itsPet(2)]);
    expect(told(policy('Delete', 'Retain'), observed(seen, { claims }))).toBe('wait for web-2: gone');
  });

  test('a claim of somebody else is not touched', () => {
    const theirs = claim('www-web-2', { labelledFor: 'other', goesWith: [] });
    const claims = [ofWeb(0), ofWeb(1), theirs];
    expect(told(policy('Delete', 'Retain'), observed(three, { claims }))).toBe('delete web-2');
  });
});
