import type { View } from '../controller/set-watch.js';
import { isWanted } from '../petset/identity.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { PetSetRecord } from '../petset/record.js';
import { recordObject } from '../petset/record-form.js';
import { counted } from '../render/counted.js';
import { type PlannedStep, plainStep } from '../render/plan.js';

/** What will become of a set and its pets, a line each. */
export function migrationLines({ record: { set, ref }, desired, observed }: View): readonly string[] {
  const { replicas, updateStrategy } = set.spec;
  const byOrdinal = (a: { readonly ordinal: number }, b: { readonly ordinal: number }): number => a.ordinal - b.ordinal;
  const pets = [...observed.pods.values()].filter(({ ordinal }) => isWanted(set.spec, ordinal)).sort(byOrdinal);
  const claims = [...observed.claims.values()].filter(({ ordinal }) => isWanted(set.spec, ordinal)).sort(byOrdinal);
  const missing = replicas - pets.length;
  return [
    `statefulset.apps/${ref.name} created, of ${counted(replicas, 'pod')}, updated by ${updateStrategy.type}`,
    ...pets.map((pet) => {
      const line = `pod/${pet.name} handed over as it is (${pet.cells.status})`;
      return pet.revision === desired.revision ? line : `${line}; where it is made anew, of the present template`;
    }),
    ...(missing > 0 ? [`${counted(missing, 'pod')} yet to be created, by the StatefulSet`] : []),
    ...claims.map((claim) => `persistentvolumeclaim/${claim.name} kept`),
    `petset/${ref.name} deleted, with its history, and nothing else with it`,
  ];
}

/** What is done for it, in this order. */
export function migrationSteps(
  { ref: { name }, owner }: PetSetRecord,
  pets: readonly ObservedPet[],
): readonly PlannedStep[] {
  const [record, to] = [recordObject(owner), `statefulset.apps/${name}`];
  return [
    plainStep('hold-record', record, `note in ${record} that nobody acts on it any more`),
    plainStep('create-statefulset', to, `create ${to}, which replaces nothing yet`, [
      'adopted',
      'wait until it has taken its pods',
    ]),
    ...pets.map((pet) => plainStep('hand-over-pet', `pod/${pet.name}`, `hand pod/${pet.name} over`)),
    plainStep('set-strategy', to, `have ${to} replace pods as the set did`),
    plainStep('delete-record', record, `delete ${record} with its revisions, and leave all else`, [
      'gone',
      'wait until it is gone',
    ]),
  ];
}
