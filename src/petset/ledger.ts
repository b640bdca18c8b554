import { isRegister } from './register.js';

/** A ledger is written anew, without its empty places, when they are more than the others and more than these. */
const FEW = 64;

/** What a ledger is of: it has the ordinal of a pet, by its key for good, and is of a kind. */
interface Thing {
  readonly ordinal: number;
}

/** What has become of one key between two moments; nothing where it was not there before, or is not there any more. */
export interface Difference<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** What all ledgers have in common that follow one another: a key that was given a place keeps it, and a kind its number. */
class Places<K, T extends Thing> {
  readonly keys: K[] = [];
  /** By place. */
  readonly ordinals: number[] = [];
  /** By number: one thing of each kind, which speaks for all. The first one is that of empty places. */
  readonly examples: (T | undefined)[] = [undefined];
  readonly kindOf: (thing: T) => string;
  /** The places by their ordinals, once somebody has asked for them; from then on each new one is put in. */
  private ordered: number[] | undefined;
  private readonly byKey = new Map<K, number>();
  private readonly byKind = new Map<string, number>();

  constructor(kindOf: (thing: T) => string) {
    this.kindOf = kindOf;
  }

  find(key: K): number | undefined {
    return this.byKey.get(key);
  }

  take(key: K, { ordinal }: T): number {
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const place = this.keys.length;
    this.byKey.set(key, place);
    this.ordinals.push(ordinal);
    this.keys.push(key);
    this.ordered?.splice(this.countUpTo(ordinal, this.ordered), 0, place);
    return place;
  }

  /** All places, those of the lowest ordinals first. */
  inOrder(): readonly number[] {
    const ordinalOf = (place: number): number => this.ordinals[place] ?? 0;
    this.ordered ??= Array.from(this.keys.keys()).sort((a, b) => ordinalOf(a) - ordinalOf(b));
    return this.ordered;
  }

  /** How many of these places, which are in order, have no higher ordinal: mostly all, and else found by halving. */
  private countUpTo(ordinal: number, ordered: readonly number[]): number {
    const isUpTo = (index: number): boolean => (this.ordinals[ordered[index] ?? 0] ?? 0) <= ordinal;
    let [from, to] = [0, ordered.length];
    if (to > 0 && isUpTo(to - 1)) return to;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (isUpTo(middle)) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  numberOf(thing: T): number {
    const kind = this.kindOf(thing);
    const known = this.byKind.get(kind);
    if (known !== undefined) return known;
    this.byKind.set(kind, this.examples.length);
    return this.examples.push(thing) - 1;
  }
}

/**
 * What is known by its keys at one moment, and never changes. That of the next moment costs the copy of a list rather than
 * of a map; what is different between the two is found by a look along both lists; and things of one kind are asked about
 * once for all of them: most of many thousand are alike.
 */
export class Ledger<K, T extends Thing> implements ReadonlyMap<K, T> {
  readonly size: number;
  private readonly places: Places<K, T>;
  /** By place. The places of keys that only later ledgers have are beyond its end, or empty. */
  private readonly things: readonly (T | undefined)[];
  /** By place: the number of its kind. */
  private readonly kinds: Uint32Array;
  /** Those that are there, once somebody has asked for them. */
  private present: readonly T[] | undefined;

  private constructor(places: Places<K, T>, things: readonly (T | undefined)[], kinds: Uint32Array, size: number) {
    this.places = places;
    this.things = things;
    this.kinds = kinds;
    this.size = size;
  }

  /** `kindOf` tells apart what is not to be asked about as one. */
  static of<K, T extends Thing>(entries: Iterable<readonly [K, T]>, kindOf: (thing: T) => string): Ledger<K, T> {
    return new Ledger<K, T>(new Places(kindOf), [], new Uint32Array(0), 0).with([...entries]);
  }

  /** The ledger of the next moment: with these things in the places of those that were there, or without where that is nothing. */
  with(changes: readonly (readonly [K, T | undefined])[]): Ledger<K, T> {
    const { places } = this;
    const things = [...this.things];
    const changed: number[] = [];
    for (const [key, thing] of changes) {
      const place = thing === undefined ? places.find(key) : places.take(key, thing);
      if (place === undefined) continue;
      // No holes, which would make all of it slower to read.
      while (things.length <= place) things.push(undefined);
      things[place] = thing;
      changed.push(place);
    }
    const kinds = new Uint32Array(things.length);
    kinds.set(this.kinds);
    let { size } = this;
    for (const place of changed) {
      const thing = things[place];
      const number = thing === undefined ? 0 : places.numberOf(thing);
      size += Number(number > 0) - Number((kinds[place] ?? 0) > 0);
      kinds[place] = number;
    }
    const next = new Ledger(places, things, kinds, size);
    const most = Math.max(2 * size, size + FEW);
    return Math.max(things.length, places.examples.length) > most ? Ledger.of(next, places.kindOf) : next;
  }

  get(key: K): T | undefined {
    const place = this.places.find(key);
    return place === undefined ? undefined : this.things[place];
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): MapIterator<[K, T]> {
    const { keys } = this.places;
    for (const [place, thing] of this.things.entries()) {
      const key = keys[place];
      if (thing !== undefined && key !== undefined) yield [key, thing];
    }
  }

  *keys(): MapIterator<K> {
    for (const [key] of this) yield key;
  }

  values(): MapIterator<T> {
    this.present ??= this.things.filter((thing) => thing !== undefined);
    return this.present.values();
  }

  [Symbol.iterator](): MapIterator<[K, T]> {
    return this.entries();
  }

  forEach(tell: (thing: T, key: K, ledger: ReadonlyMap<K, T>) => void): void {
    for (const [key, thing] of this) tell(thing, key, this);
  }

  /** Calls back with the place and the ordinal of each thing whose kind is meant, lowest first, without a look at the things themselves. */
  eachOf(isMeant: (example: T) => boolean, tell: (ordinal: number, place: number) => void): void {
    const meant = this.meant(isMeant);
    if (!meant.includes(1)) return;
    const { kinds } = this;
    const { ordinals } = this.places;
    const ordered = this.places.inOrder();
    // Places that only later ledgers have are beyond its end.
    for (const place of ordered) if (meant[kinds[place] ?? 0] === 1) tell(ordinals[place] ?? 0, place);
  }

  /** How many things there are whose kind is meant. */
  countOf(isMeant: (example: T) => boolean): number {
    const meant = this.meant(isMeant);
    if (!meant.includes(1)) return 0;
    const { kinds } = this;
    let count = 0;
    for (const kind of kinds) count += meant[kind] ?? 0;
    return count;
  }

  /** By the number of a kind: 1 where it is meant. */
  private meant(isMeant: (example: T) => boolean): Uint8Array {
    return Uint8Array.from(this.places.examples, (example) => Number(example !== undefined && isMeant(example)));
  }

  at(place: number): T | undefined {
    return this.things[place];
  }

  /** What is not the same as in an earlier one, or a later one, that it shares its places with; nothing where it does not. */
  differencesFrom(before: Ledger<K, T>): readonly Difference<T>[] | undefined {
    if (before.places !== this.places) return undefined;
    const differences: Difference<T>[] = [];
    const end = Math.max(before.things.length, this.things.length);
    for (let place = 0; place < end; place++) {
      const was = before.things[place];
      const is = this.things[place];
      if (was !== is) differences.push({ before: was, after: is });
    }
    return differences;
  }
}

function isLedger<K, T extends Thing>(map: ReadonlyMap<K, T>): map is Ledger<K, T> {
  return map instanceof Ledger;
}

/** What has changed from one moment to another: what was there before in its order, and then what is new. */
export function differencesBetween<K, T extends Thing>(
  before: ReadonlyMap<K, T>,
  after: ReadonlyMap<K, T>,
): readonly Difference<T>[] {
  if (before === after) return [];
  const known = isLedger(before) && isLedger(after) ? after.differencesFrom(before) : undefined;
  if (known !== undefined) return known;
  const differences: Difference<T>[] = [];
  for (const [key, was] of before) {
    const is = after.get(key);
    if (was !== is) differences.push({ before: was, after: is });
  }
  for (const [key, is] of after) if (!before.has(key)) differences.push({ before: undefined, after: is });
  return differences;
}

/** Those whose kind is meant, and whose ordinal is; in the order of their ordinals, where they are in a ledger. */
export function thoseThat<K, T extends Thing>(
  things: ReadonlyMap<K, T>,
  isMeant: (example: T) => boolean,
  isMeantOrdinal: (ordinal: number) => boolean = () => true,
): T[] {
  const found: T[] = [];
  if (isLedger(things)) {
    things.eachOf(isMeant, (ordinal, place) => {
      const thing = isMeantOrdinal(ordinal) ? things.at(place) : undefined;
      if (thing !== undefined) found.push(thing);
    });
  } else if (isRegister(things)) {
    const meant: (readonly [K, T])[] = [];
    for (const group of things.groupsThat(isMeant))
      for (const entry of group) if (isMeantOrdinal(entry[1].ordinal)) meant.push(entry);
    return things.inOrder(meant).map(([, thing]) => thing);
  } else for (const thing of things.values()) if (isMeant(thing) && isMeantOrdinal(thing.ordinal)) found.push(thing);
  return found;
}

/** Calls back with the ordinals of those whose kind is meant; lowest first, where they are in a ledger. */
export function ordinalsThat<K, T extends Thing>(
  things: ReadonlyMap<K, T>,
  isMeant: (example: T) => boolean,
  tell: (ordinal: number) => void,
): void {
  if (isLedger(things)) things.eachOf(isMeant, tell);
  else if (isRegister(things)) {
    for (const group of things.groupsThat(isMeant)) for (const { ordinal } of group.values()) tell(ordinal);
  } else for (const thing of things.values()) if (isMeant(thing)) tell(thing.ordinal);
}

/** How many there are whose kind is meant. */
export function countThat<K, T extends Thing>(things: ReadonlyMap<K, T>, isMeant: (example: T) => boolean): number {
  if (isLedger(things)) return things.countOf(isMeant);
  if (isRegister(things)) return things.groupsThat(isMeant).reduce((sum, { size }) => sum + size, 0);
  let count = 0;
  for (const thing of things.values()) if (isMeant(thing)) count++;
  return count;
}
