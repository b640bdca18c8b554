/** What is seen of pets that come for the first time: the claim of each is made while the one before it starts. */
export const up = (...pets: readonly string[]): string => upWith(undefined, ...pets);

/** The same where their claims go with something. */
export const upWith = (keeper: string | undefined, ...pets: readonly string[]): string => {
  const claim = (pet: string): string =>
    keeper === undefined ? `www-${pet} created` : `www-${pet} created, www-${pet} goes with ${keeper}`;
  return join(
    ...pets.slice(0, 1).map(claim),
    ...pets.map((pet, index) => join(`${pet} created`, ...pets.slice(index + 1, index + 2).map(claim), `${pet} ready`)),
  );
};

/** Of the first pet of a set, while it starts. */
export const FIRST = 'www-web-0 created, web-0 created, www-web-1 created';

/** Of a pet whose claim is there already, while whose start that of another one is made. */
export const onClaim = (pet: string, next: string): string => `${pet} created, www-${next} created, ${pet} ready`;

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
