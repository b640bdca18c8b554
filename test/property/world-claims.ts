import type { StepOf } from '../../src/controller/step.js';
import type { ClaimOwner } from '../../src/petset/claim-owner.js';
import { isWanted, wantedOrdinals } from '../../src/petset/identity.js';
import type { ObservedClaim } from '../../src/petset/observed-claim.js';
import type { ClaimTemplate, PetSetSpec } from '../../src/petset/petset.js';
import type { World } from './world.js';

export interface WorldClaim {
  readonly uid: string;
  labelledFor: string | undefined;
  /** Whom its owner reference names that is none of ours. */
  readonly owner: string | undefined;
  /** It says that it was made ahead of its pet. */
  ahead: boolean;
  terminating: boolean;
  /** Its pet or the record, by their uids. */
  goesWith: readonly Pick<ClaimOwner, 'kind' | 'uid'>[];
  /** Gi that it asks for, and has. */
  requested: number;
  capacity: number;
}

export const RECORD_UID = 'uid-of-record';

/** The claim template of a world, of so many Gi. */
export function claimTemplate(size: number): ClaimTemplate {
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: `${size}Gi` } } };
  return { metadata: { name: 'www' }, spec };
}

/** What the planner sees of a claim, besides who uses it. */
export function seen(world: World, ordinal: number, own: WorldClaim): Partial<ObservedClaim> {
  const { goesWith, requested, capacity, ...rest } = own;
  const owners = goesWith.map((each) => ({ ...each, isGone: isGone(world, ordinal, each) }));
  return {
    ...rest,
    goesWith: owners,
    terminating: own.terminating || (owners.length > 0 && owners.every((owner) => owner.isGone)),
    requested: `${requested}Gi`,
    capacity: `${capacity}Gi`,
  };
}

function isGone(world: World, ordinal: number, { kind, uid }: Pick<ClaimOwner, 'kind' | 'uid'>): boolean {
  return kind === 'record' ? !world.recordExists : world.pods.get(ordinal)?.uid !== uid;
}

export function ordinalOf(claimName: string): number {
  return Number(claimName.split('-').at(-1));
}

/** Takes note of whom a claim goes with, where that is a promise kept. */
export function own(world: World, step: StepOf<'own-claim'>): void {
  const { claim, owner } = step;
  const found = world.claims.get(claim.name);
  world.require('only claims of the set are given owners', found?.labelledFor === 'web' && found.uid === claim.uid);
  world.require('what is going is left alone', !claim.terminating);
  requireKeeper(world, step);
  if (found === undefined) return;
  const uid = owner === 'pet' ? (world.pods.get(claim.ordinal)?.uid ?? '') : RECORD_UID;
  found.goesWith = owner === 'nobody' ? [] : [{ kind: owner, uid }];
}

function requireKeeper(world: World, { claim, owner }: StepOf<'own-claim'>): void {
  const { whenScaled, whenDeleted } = world.retention;
  const isOurs = world.pods.get(claim.ordinal)?.ownership === 'ours';
  const wanted = isWanted(world.desired.set.spec, claim.ordinal);
  if (owner === 'pet') {
    world.require('a claim of a wanted ordinal does not go with its pet', !wanted);
    world.require('claims go with a pet where the policy says so', whenScaled === 'Delete' && isOurs);
  }
  if (owner === 'record') {
    world.require('claims go with the record where the policy says so', whenDeleted === 'Delete');
    world.require('what a scale-down left stays', wanted || isOurs);
  }
}

/** Takes note of a claim that is made ahead or in its turn, where that is a promise kept. */
export function createClaim(world: World, { template, ordinal, ahead }: CreateClaim): void {
  const name = `${template}-web-${ordinal}`;
  world.require('a claim is made once', !world.claims.has(name));
  const { spec } = world.desired.set;
  world.require('a claim is made only where a pet is wanted', world.isToStay && isWanted(spec, ordinal));
  if (ahead) requireAhead(world, ordinal);
  const goesWith = world.retention.whenDeleted === 'Delete' ? [{ kind: 'record', uid: RECORD_UID } as const] : [];
  const sizes = { requested: world.size, capacity: world.size };
  const fresh = { uid: world.newUid(), owner: undefined, terminating: false };
  const isMarked = ahead === true && world.retention.whenScaled === 'Delete';
  world.claims.set(name, { ...fresh, labelledFor: 'web', goesWith, ahead: isMarked, ...sizes });
}

type CreateClaim = Pick<StepOf<'create-claim'>, 'template' | 'ordinal' | 'ahead'>;

function requireAhead(world: World, ordinal: number): void {
  const { spec } = world.desired.set;
  const wanted = [...wantedOrdinals(spec)];
  const first = wanted.find((each) => !world.mayBeFollowed(each)) ?? Infinity;
  const missing = wanted.filter((each) => each > first && each < ordinal && !world.pods.has(each));
  world.require('claims are made ahead only while a lower pet is waited for', first < ordinal);
  world.require('claims are made ahead of so many pets at most', missing.length < world.pace.claimsAhead);
  world.require('only sets whose pets come in order have claims made ahead', spec.podManagementPolicy !== 'Parallel');
}

/** A claim is no more than any other once its pet has come, or claims stay. */
export function settle(world: World, { claim: { name, uid } }: StepOf<'settle-claim'>): void {
  const found = world.claims.get(name);
  world.require('what is settled was made ahead', found?.ahead === true && found.uid === uid);
  const isOver = world.pods.has(ordinalOf(name)) || world.retention.whenScaled === 'Retain';
  world.require('a claim whose pet may still come or not stays marked', isOver);
  if (found) found.ahead = false;
}

/** Whether a claim may be deleted since its pet is not wanted any more, before it has come. */
export function isAbandoned(world: World, name: string): boolean {
  const found = world.claims.get(name);
  const isUnwanted = world.isToStay && !isWanted(world.desired.set.spec, ordinalOf(name));
  return found?.ahead === true && isUnwanted && world.retention.whenScaled === 'Delete';
}

/** Whether a condemned pet that is deleted takes its claims along. */
export function requireFate(world: World, ordinal: number): void {
  const found = world.claims.get(`www-web-${ordinal}`);
  if (found?.labelledFor !== 'web' || found.terminating) return;
  const goes = found.goesWith.some(({ kind }) => kind === 'pet');
  world.require(
    'a condemned pet takes its claims along where the policy says so, and only there',
    goes === (world.retention.whenScaled === 'Delete'),
  );
}

export function grow(world: World, { claim, size }: StepOf<'grow-claim'>): void {
  const { spec } = world.desired.set;
  const found = world.claims.get(claim.name);
  world.require('a claim grows to what its template wants', size === `${world.size}Gi`);
  if (found === undefined) return;
  world.require('a claim never shrinks', found.requested < world.size && found.capacity < world.size);
  const wantedPets = [...world.pods].filter(([ordinal]) => isWanted(spec, ordinal));
  const isCalm = wantedPets.length === spec.replicas && wantedPets.every(([, pod]) => world.isHealthy(pod));
  world.require('claims grow once all pets are as they should be', isCalm);
  const others = [...world.claims].filter(
    ([name, { labelledFor }]) => labelledFor === 'web' && isWanted(spec, ordinalOf(name)) && name !== claim.name,
  );
  const growing = others.find(([, { requested, capacity }]) => requested > capacity && capacity < world.size);
  world.require(
    'claims grow one by one',
    growing === undefined || seen(world, ordinalOf(growing[0]), growing[1]).terminating === true,
  );
  found.requested = world.size;
}

/** Storage does what it is asked for. */
export function resize(world: World): void {
  for (const found of world.claims.values()) found.capacity = Math.max(found.capacity, found.requested);
}

/** Claims go once all whom they go with are gone; they forget those that are gone while others are not. */
export function collectClaims(world: World): void {
  for (const [name, found] of world.claims) {
    const left = found.goesWith.filter((owner) => !isGone(world, ordinalOf(name), owner));
    if (left.length === found.goesWith.length) continue;
    if (left.length === 0 && found.owner === undefined) {
      world.require('while claims are to stay, none goes by itself', !world.hasAlwaysRetained, name);
      found.terminating = true;
    } else found.goesWith = left;
  }
}

/** What must be so of the claims when a set has settled. */
export function problemsWithClaims(world: World): readonly string[] {
  const { whenDeleted } = world.retention;
  return [...world.claims].flatMap(([name, found]) => {
    // One whose pet is gone already is about to go as well.
    if (found.labelledFor !== 'web' || seen(world, ordinalOf(name), found).terminating === true) return [];
    const kinds = found.goesWith.map(({ kind }) => kind).join();
    if (!isWanted(world.desired.set.spec, ordinalOf(name))) {
      if (kinds === 'pet') return [`${name} was to go with its pet`];
      if (isAbandoned(world, name) && !world.mounted.has(name)) return [`${name} was made ahead, and is left behind`];
      return kinds === 'record' && whenDeleted === 'Retain' ? [`${name} is to outlive the record`] : [];
    }
    return [
      ...(kinds === (whenDeleted === 'Delete' ? 'record' : '') ? [] : [`${name} goes with ${kinds}`]),
      ...(found.capacity < world.size ? [`${name} has not grown`] : []),
    ];
  });
}

export type Retention = PetSetSpec['persistentVolumeClaimRetentionPolicy'];
