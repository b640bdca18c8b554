import type { View } from '../controller/set-watch.js';
import { isWanted } from '../petset/identity.js';
import { counted } from '../render/counted.js';

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
