import type { ValueKind } from '../../commands/flag.js';
import type { Line } from '../line.js';
import { type Choice, DIRECTIVE, type Offer, startingWith, type Wanted } from './choices.js';

type Spell = (found: readonly Choice[], wanted: Wanted) => Offer;

/** Where what was found is not just offered as it is. */
const SPELLED: Readonly<Partial<Record<ValueKind, Spell>>> = {
  sets: (found, { typed, line }) => {
    const named = new Set(line.words.map(bareName));
    const left = found.filter(({ value }) => !named.has(value));
    return startingWith(typed, prefixed(left, kindBefore(typed, /^(petsets?(\.petset\.dev)?|ps)$/i)));
  },
  pets: (found, { typed }) => startingWith(typed, prefixed(found, kindBefore(typed, /^pods?$/))),
  statefulsets: (found, { typed, line }) =>
    startingWith(typed, prefixed(found, line.words.length > 0 ? '' : statefulSetBefore(typed))),
  ordinals: (found, { typed }) => nextOf(found, typed),
  images: unfinished,
  'claim-templates': unfinished,
  revisions: (found, { typed }) => startingWith(typed, found, DIRECTIVE.noFiles + DIRECTIVE.keepOrder),
};

/** How what was found goes on from what is typed: whole words in the spelling that was begun. */
export function offered(found: readonly Choice[], wanted: Wanted): Offer {
  return SPELLED[wanted.kind]?.(found, wanted) ?? startingWith(wanted.typed, found);
}

/** Something is still to be typed behind it. */
function unfinished(found: readonly Choice[], { typed }: Wanted): Offer {
  return startingWith(typed, found, DIRECTIVE.noFiles + DIRECTIVE.noSpace);
}

/** The set that stands on a command line; empty where none does. */
export function setIn({ words }: Line): string {
  return bareName(words[0] ?? '');
}

/** `web`, of `petset/web`. */
const bareName = (word: string): string => word.slice(word.lastIndexOf('/') + 1);

const prefixed = (choices: readonly Choice[], prefix: string): readonly Choice[] =>
  choices.map((choice) => ({ ...choice, value: `${prefix}${choice.value}` }));

/** `petset/`, where the kind is typed before the name. */
function kindBefore(typed: string, kinds: RegExp): string {
  const kind = typed.slice(0, Math.max(typed.indexOf('/'), 0));
  return kinds.test(kind) ? `${kind}/` : '';
}

const statefulSetBefore = (typed: string): string =>
  kindBefore(typed, /^(statefulsets?(\.apps)?|sts)$/i) || 'statefulset/';

/** One more of a list such as `0,2`; none twice, and whoever wants another one goes on with a comma. */
function nextOf(found: readonly Choice[], typed: string): Offer {
  const head = typed.slice(0, typed.lastIndexOf(',') + 1);
  const named = new Set(head.split(','));
  const left = found.filter(({ value }) => !named.has(value));
  return startingWith(typed, prefixed(left, head), DIRECTIVE.noFiles + DIRECTIVE.noSpace + DIRECTIVE.keepOrder);
}
