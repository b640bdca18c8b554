import { claimName, isWanted } from './identity.js';
import type { Pod, PodTemplate } from './kubernetes.js';
import type { ObservedClaim } from './observed-claim.js';
import { isHealthy, type ObservedPet } from './observed-pet.js';
import type { PetSet } from './petset.js';
import type { PetSetRecord } from './record.js';
import { isRolledOut, strategyRollout } from './rollout.js';

/** Why a set cannot become a StatefulSet as it is, and the command of ours that helps, where there is one. */
export interface MigrationProblem {
  /** To be read after the name of the set. */
  readonly problem: string;
  /** `['scale', 'web', '--reserve=']` */
  readonly first?: readonly string[];
}

/** What is in the cluster of a set that is to become a StatefulSet. */
export interface Inmates {
  readonly record: PetSetRecord;
  /** The hash of the set's template. */
  readonly revision: string;
  readonly pets: readonly ObservedPet[];
  readonly claims: readonly ObservedClaim[];
  /** By name: the pods as they are. */
  readonly pods: ReadonlyMap<string, Pod>;
}

type Rule = (inmates: Inmates) => readonly MigrationProblem[];

/** What a StatefulSet does not have, or would do otherwise: a rule each. */
const RULES: readonly Rule[] = [
  ({ record: { set } }) => {
    const { reserve } = set.spec.ordinals;
    if (reserve.length === 0) return [];
    const first = ['scale', set.metadata.name, '--reserve='];
    return [{ problem: `skips ${reserve.join(', ')}, and a StatefulSet skips no ordinal`, first }];
  },
  ({ record: { set } }) => {
    const overridden = set.spec.ordinals.overrides.map(({ ordinal }) => ordinal);
    if (overridden.length === 0) return [];
    return [{ problem: `has overrides for ${overridden.join(', ')}, and all pods of a StatefulSet are alike` }];
  },
  ({ record: { set } }) => {
    const variables = petVariablesIn(set.spec.template);
    if (variables.length === 0) return [];
    return [{ problem: `has ${variables.join(' and ')} in its template, which a StatefulSet does not fill in` }];
  },
  ({ record: { set, replacements } }) =>
    replacements.length === 0 ? [] : [{ problem: 'has pets that are to be replaced', first: finish(set) }],
  ({ record, pets }) => {
    const braked = pets.some((pet) => pet.ownership === 'ours' && !pet.initialized);
    const isPaused = braked || record.paused;
    const first = ['resume', record.set.metadata.name];
    return isPaused ? [{ problem: 'is paused, and a StatefulSet has no pause', first }] : [];
  },
  ({ pets, record: { set } }) => pets.flatMap((pet) => petProblem(pet, set) ?? []),
  outdatedPets,
  otherClaims,
];

/** All that speaks against it that a set becomes a StatefulSet. */
export function problemsWithMigration(inmates: Inmates): readonly MigrationProblem[] {
  return RULES.flatMap((rule) => rule(inmates));
}

const finish = ({ metadata }: PetSet): readonly string[] => ['reconcile', metadata.name];

/** The StatefulSet controller adopts every pod of its selector that has the name of one of its own, and removes those too many. */
function petProblem(pet: ObservedPet, set: PetSet): MigrationProblem | undefined {
  const { name, ownership, state } = pet;
  const isOurs = ownership === 'ours';
  if (ownership === 'foreign') {
    return isWanted(set.spec, pet.ordinal)
      ? { problem: `has no pod/${name}, which ${pet.foreign ?? 'is not ours'}` }
      : undefined;
  }
  if (!isOurs && isWanted(set.spec, pet.ordinal))
    return { problem: `has yet to see to pod/${name}`, first: finish(set) };
  if (!isOurs)
    return { problem: `has no part in pod/${name}, which the StatefulSet would delete: take its labels off first` };
  if (!isWanted(set.spec, pet.ordinal)) return { problem: `has yet to remove pod/${name}`, first: finish(set) };
  if (state === 'terminating' || state === 'finished')
    return { problem: `has yet to make pod/${name} anew`, first: finish(set) };
  return undefined;
}

/** Pets of another template which the StatefulSet would restart, or which a rollout is about to. */
function outdatedPets({ record, revision, pets }: Inmates): readonly MigrationProblem[] {
  const { set, rollout } = record;
  const wish = rollout?.wish ?? strategyRollout(set.spec.updateStrategy);
  const due = pets.filter(
    (pet) =>
      wish !== undefined &&
      pet.ownership === 'ours' &&
      pet.revision !== revision &&
      isRolledOut(wish, pet.ordinal, set.spec),
  );
  if (due.length === 0) return [];
  const isStuck = pets.some((pet) => pet.revision === revision && !isHealthy(pet));
  const names = due.map(({ name }) => `pod/${name}`).join(', ');
  const first = isStuck ? ['rollback', set.metadata.name] : finish(set);
  return [{ problem: `is in the middle of a rollout: ${names} would be restarted`, first }];
}

/** A pod that does not mount the claims of its ordinal is none that a StatefulSet could take for its own. */
function otherClaims({ record: { set }, pets, claims, pods }: Inmates): readonly MigrationProblem[] {
  const { name } = set.metadata;
  const templates = set.spec.volumeClaimTemplates.map(({ metadata }) => metadata.name);
  const misfits = pets
    .filter(({ ownership, ordinal }) => ownership === 'ours' && isWanted(set.spec, ordinal))
    .flatMap((pet) => {
      const mounted = new Map(
        (pods.get(pet.name)?.spec.volumes ?? []).map((volume) => [
          volume.name,
          volume.persistentVolumeClaim?.claimName,
        ]),
      );
      const other = templates.find((template) => mounted.get(template) !== claimName(template, name, pet.ordinal));
      return other === undefined
        ? []
        : [{ problem: `has pod/${pet.name}, which does not mount claim ${claimName(other, name, pet.ordinal)}` }];
    });
  const owned = claims
    .filter(({ ordinal, owner }) => owner !== undefined && isWanted(set.spec, ordinal))
    .map((claim) => ({ problem: `uses persistentvolumeclaim/${claim.name}, which belongs to ${claim.owner ?? ''}` }));
  return [...misfits, ...owned];
}

/** The references in the commands, arguments and environment of a template that only we fill in. */
export function petVariablesIn({ spec }: PodTemplate): readonly string[] {
  const texts = [...spec.containers, ...(spec.initContainers ?? [])].flatMap(
    ({ command = [], args = [], env = [] }) => {
      const own = new Set(env.map(({ name }) => name));
      const written = [...command, ...args, ...env.map(({ value }) => value ?? '')].filter(
        (text) => typeof text === 'string',
      );
      return written.flatMap((text) =>
        ['PET_NAME', 'PET_ORDINAL']
          .filter((name) => !own.has(name) && refersTo(text, name))
          .map((name) => `$(${name})`),
      );
    },
  );
  return [...new Set(texts)];
}

/** `$$(PET_NAME)` stands for the text `$(PET_NAME)`. */
function refersTo(text: string, name: string): boolean {
  return text.replaceAll('$$', '').includes(`$(${name})`);
}
