import { LABELS, petOrdinal } from '../../petset/identity.js';
import type { Pod, Served } from '../../petset/kubernetes.js';
import { isHealthy, observePet } from '../../petset/observed-pet.js';
import { type Ailment, ailmentOf } from './ailments.js';
import { type Habits, habitsOf, untilReady, usualHabits } from './habits.js';
import type { Original } from './original.js';

/** What is known of the pets of a set, and what their copies do therefore. */
export interface Cast {
  /** The annotation that scripts what a pod does in the sandbox. */
  readonly scriptAnnotation: string;
  /** By pet. */
  readonly habits: ReadonlyMap<string, Habits>;
  /** Of those of whom nothing is known. */
  readonly usual: Habits | undefined;
  /** The names of the set's claims. */
  readonly claims: ReadonlySet<string>;
  readonly ailments: Ailments;
}

/** Who has what: a pet of a revision, whoever is of a revision of which nobody is well, and images that nobody could pull. */
export interface Ailments {
  /** By pet and revision, as {@link petOfRevision} has it. */
  readonly ofPets: ReadonlyMap<string, Ailment>;
  readonly ofRevisions: ReadonlyMap<string, Ailment>;
  readonly images: ReadonlySet<string>;
}

export function petOfRevision(pet: string, revision: string | undefined): string {
  return `${pet} ${revision ?? ''}`;
}

/** Milliseconds that a pet is given to become ready of which nothing else is known. */
const USUAL_PATIENCE = 60_000;

/** What is known of the pets of a set, from what they have done so far. */
export function castOf({ record, pods, claims }: Original, now: number, scriptAnnotation: string): Cast {
  const { set, owner, ref } = record;
  const own = pods.flatMap((pod) => {
    const ordinal = petOrdinal(ref.name, pod.metadata.name);
    return ordinal === undefined ? [] : [{ pod, pet: observePet(pod, ordinal, { set, owner, now }) }];
  });
  const habits = new Map(own.flatMap(({ pod }) => entry(pod.metadata.name, habitsOf(pod))));
  const usual = usualHabits([...habits.values()]);
  const patience = Math.max(USUAL_PATIENCE, 2 * (usual === undefined ? 0 : untilReady(usual)));
  const ailing = own.flatMap(({ pod, pet }) => {
    const ailment = ailmentOf(pod, { now, patience });
    return ailment === undefined ? [] : [{ pod, pet, ailment }];
  });
  const well = own.filter(({ pet }) => isHealthy(pet) || pet.state === 'settling').map(({ pod }) => pod);
  const names = new Set(claims.map(({ metadata }) => metadata.name));
  return { scriptAnnotation, habits, usual, claims: names, ailments: spread(ailing, well) };
}

function entry<T>(name: string, value: T | undefined): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[name, value]];
}

/** What several pets have is of what they have in common, unless one that has it in common with them is well. */
function spread(
  ailing: readonly { readonly pod: Served<Pod>; readonly ailment: Ailment }[],
  well: readonly Pod[],
): Ailments {
  const wellRevisions = new Set(well.map(revisionOf));
  const wellImages = new Set(well.flatMap(imagesOf));
  const isNotWell = ({ pod }: { readonly pod: Pod }): boolean => !wellRevisions.has(revisionOf(pod));
  const unpulled = ailing.flatMap(({ pod, ailment }) =>
    [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]
      .filter(({ name }) => ailment.scripts.get(name) === 'pull=fail')
      .map(({ image = '' }) => image),
  );
  return {
    ofPets: new Map(ailing.map(({ pod, ailment }) => [petOfRevision(pod.metadata.name, revisionOf(pod)), ailment])),
    ofRevisions: new Map(
      ailing
        // Where one has no room, or its volumes trouble, that says nothing of others.
        .filter((each) => isNotWell(each) && each.ailment.keptFrom === undefined)
        .map(({ pod, ailment }) => [revisionOf(pod) ?? '', ailment]),
    ),
    images: new Set(unpulled.filter((image) => !wellImages.has(image))),
  };
}

function revisionOf({ metadata }: Pod): string | undefined {
  return metadata.labels?.[LABELS.revision];
}

function imagesOf({ spec }: Pod): readonly string[] {
  return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ image }) => image ?? []);
}

/** Whether it is known what is wrong with a pod. */
export function isAiling(pod: Pod, { ailments }: Cast): boolean {
  return ailments.ofPets.has(petOfRevision(pod.metadata.name ?? '', revisionOf(pod)));
}

/** The slowest that a pet has been, in milliseconds. */
export function slowest({ habits }: Cast): number {
  return Math.max(0, ...[...habits.values()].map(untilReady));
}
