/** What is seen of pets that come for the first time. */
export const up = (...pets: readonly string[]): string =>
  join(...pets.map((pet) => `www-${pet} created, ${back(pet)}`));

/** Of pets that come to claims that are there. */
export const back = (...pets: readonly string[]): string => join(...pets.map((pet) => `${pet} created, ${pet} ready`));

/** Of pets or claims that go. */
export const gone = (...objects: readonly string[]): string =>
  join(...objects.map((object) => `${object} terminating, ${object} gone`));

/** Of pets that go and come back to the same claims. */
export const renewed = (...pets: readonly string[]): string => join(...pets.map((pet) => join(gone(pet), back(pet))));

/** Of pets that go and come back to the same claims with this image. */
export const upgraded = (image: string, ...pets: readonly string[]): string =>
  join(...pets.map((pet) => join(gone(pet), `${pet} created, ${pet} runs ${image}, ${pet} ready`)));

/** One after the other. */
export const join = (...sights: readonly string[]): string => sights.join(', ');

/** Nothing at all. */
export const NOTHING = '';
