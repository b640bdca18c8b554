import { claimName, INITIALIZED_ANNOTATION, petName } from '../petset/identity.js';
import { isInitialized } from '../petset/initialized.js';
import { templateSizes } from '../petset/claim-templates.js';
import type { ObservedClaim } from '../petset/observed-claim.js';
import { gracePeriodOf, type ObservedPet } from '../petset/observed-pet.js';
import { overrideHash, templateFor } from '../petset/overrides.js';
import type { Desired } from './observed.js';
import { isMarkedAhead } from './plan-ahead.js';
import type { StepOf } from './step.js';

/** The claim that a step makes. */
export function foreseenClaim(
  { template, ordinal, ahead }: StepOf<'create-claim'>,
  { set, record }: Desired,
  uid: string,
): ObservedClaim {
  const size = templateSizes(set.spec.volumeClaimTemplates).get(template);
  const goesWithSet = set.spec.persistentVolumeClaimRetentionPolicy.whenDeleted === 'Delete';
  return {
    name: claimName(template, set.metadata.name, ordinal),
    uid,
    template,
    ordinal,
    labelledFor: set.metadata.name,
    owner: undefined,
    goesWith: goesWithSet ? [{ kind: 'record', uid: record, isGone: false }] : [],
    ahead: ahead === true && isMarkedAhead(set),
    usedBy: undefined,
    terminating: false,
    phase: 'Pending',
    volume: undefined,
    size,
    requested: size,
    capacity: undefined,
    cannotGrow: false,
  };
}

/** The pet that a step makes. What is not known of a former template is taken to be as in the present one. */
export function foreseenPet(
  { ordinal, revision, braked }: StepOf<'create-pet'>,
  { set: { metadata, spec } }: Desired,
  uid: string,
): ObservedPet {
  const template = templateFor(spec, ordinal);
  return {
    name: petName(metadata.name, ordinal),
    ordinal,
    uid,
    ownership: 'ours',
    foreign: undefined,
    state: 'starting',
    initialized: !braked && isInitialized(template.metadata?.annotations?.[INITIALIZED_ANNOTATION]),
    revision,
    override: overrideHash(spec, ordinal),
    cells: { ready: `0/${template.spec.containers.length}`, status: 'Pending', restarts: 0 },
    node: 'some node',
    createdAt: 0,
    availableAt: undefined,
    killedAt: undefined,
    graceSeconds: undefined,
    gracePeriod: gracePeriodOf(template.spec),
    startedIn: undefined,
  };
}
