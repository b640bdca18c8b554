import type { ObservedPet } from '../petset/observed-pet.js';

/** How many pets are named. */
const NAMED = 10;

/** What is said before a rollout begins; what stays in place only where that was asked for. */
export function replacementLines(
  replacements: readonly { readonly pet: ObservedPet; readonly inPlace: boolean }[],
  isInPlaceWished: boolean,
): readonly string[] {
  const petsOf = (inPlace: boolean): readonly ObservedPet[] =>
    replacements.filter((each) => each.inPlace === inPlace).map(({ pet }) => pet);
  const [staying, going] = [petsOf(true), petsOf(false)];
  return [
    ...(staying.length > 0 ? [`to be changed where they run, in this order: ${names(staying)}`] : []),
    ...(going.length > 0 && !isInPlaceWished ? [`to be replaced, in this order: ${names(going)}`] : []),
    ...(going.length > 0 && isInPlaceWished
      ? [`to be deleted and made anew, since more than their images differs: ${names(going)}`]
      : []),
  ];
}

function names(pets: readonly ObservedPet[]): string {
  const shown = pets.slice(0, NAMED).map(({ name }) => name);
  return [...shown, ...(pets.length > NAMED ? [`and ${pets.length - NAMED} more`] : [])].join(', ');
}
