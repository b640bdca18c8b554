import type { Stakes } from '../controller/stakes.js';
import { binarySize, parseQuantity } from '../petset/quantity.js';
import { counted } from './counted.js';
import { humanDuration } from './duration.js';

/** `3 pets restart, one at a time; no claim is touched`, and how long it takes as far as that is known; a line each. */
export function stakesLines(stakes: Stakes): readonly string[] {
  const { restarted, changedInPlace, removed, created } = stakes;
  const pets = [
    ...count(restarted, (some) => `${some} restart${restarted.length === 1 ? 's' : ''}${pace(stakes)}`),
    ...count(
      changedInPlace,
      (some) => `${some} restart${changedInPlace.length === 1 ? 's' : ''} in place${pace(stakes)}`,
    ),
    ...count(removed, (some) => `${some} go${removed.length === 1 ? 'es' : ''}`),
    ...count(created, (some) => `${some} ${created.length === 1 ? 'is' : 'are'} created`),
  ];
  const all = [...(pets.length === 0 ? ['no pet is touched'] : pets), ...claimWords(stakes)];
  return [`at stake: ${all.join('; ')}`, ...timeLines(stakes)];
}

function count(pets: readonly string[], say: (some: string) => string): readonly string[] {
  return pets.length === 0 ? [] : [say(counted(pets.length, 'pet'))];
}

function pace({ restarted, changedInPlace, atOnce }: Stakes): string {
  if (restarted.length + changedInPlace.length === 1) return '';
  return atOnce === 1 ? ', one at a time' : `, at most ${atOnce} at a time`;
}

function claimWords({ lost, grown, made }: Stakes): readonly string[] {
  const words = [
    ...(lost.length === 0
      ? []
      : [`${counted(lost.length, 'claim')} and ${lost.length === 1 ? 'its' : 'their'} data go for good${sum(lost)}`]),
    ...(grown.length === 0 ? [] : [`${counted(grown.length, 'claim')} grow${grown.length === 1 ? 's' : ''}`]),
    ...(made === 0 ? [] : [counted(made, 'new claim')]),
  ];
  if (words.length > 0) return lost.length === 0 ? [...words, 'no data goes'] : words;
  return ['no claim is touched'];
}

/** ` (3Gi)`; nothing where no size is known. */
function sum(claims: Stakes['lost']): string {
  const total = claims.reduce((all, { size = '' }) => all + (parseQuantity(size) ?? 0n), 0n);
  return total === 0n ? '' : ` (${binarySize(total)})`;
}

function timeLines({ atLeast, upTo }: Stakes): readonly string[] {
  const parts = [
    ...(atLeast === 0
      ? []
      : [`at least ${humanDuration(atLeast)}, by minReadySeconds and by how long pets took to start last time`]),
    ...(upTo === 0 ? [] : [`up to ${humanDuration(upTo)}${atLeast === 0 ? '' : ' more'} of grace periods`]),
  ];
  return parts.length === 0 ? [] : [`time: ${parts.join('; ')}`];
}
