/** A ledger is written anew, without its empty places, when they are more than the others and more than these. */
const FEW = 64;

/** What has become of one key between two moments; nothing where it was not there before, or is not there any more. */
export interface Difference<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** Which key stands where in all ledgers that follow one another: a key that was given a place keeps it. */
interface Places<K> {
  readonly byKey: Map<K, number>;
  readonly keys: K[];
}

/**
 * What is known by its keys at one moment, and never changes. That of the next moment costs the copy of a list rather than
 * of a map, and what is different between the two is found by a look along both lists.
 */
export class Ledger<K, T extends object> implements ReadonlyMap<K, T> {
  readonly size: number;
  private readonly places: Places<K>;
  /** By place. The places of keys that later ledgers have may be beyond its end, and are empty in between. */
  private readonly things: readonly (T | undefined)[];
  /** Those that are there, once somebody has asked for them. */
  private present: readonly T[] | undefined;

  private constructor(places: Places<K>, things: readonly (T | undefined)[], size: number) {
    this.places = places;
    this.things = things;
    this.size = size;
  }

  static of<K, T extends object>(entries: Iterable<readonly [K, T]>): Ledger<K, T> {
    return new Ledger<K, T>({ byKey: new Map(), keys: [] }, [], 0).with(entries);
  }

  /** The ledger of the next moment: with these things in the places of those that were there, or without where that is nothing. */
  with(changes: Iterable<readonly [K, T | undefined]>): Ledger<K, T> {
    const things = [...this.things];
    let { size } = this;
    for (const [key, thing] of changes) {
      const place = this.placeOf(key);
      // No holes, which would make all of it slower to read.
      while (things.length <= place) things.push(undefined);
      size += Number(thing !== undefined) - Number(things[place] !== undefined);
      things[place] = thing;
    }
    const next = new Ledger(this.places, things, size);
    return things.length - size > Math.max(size, FEW) ? Ledger.of(next) : next;
  }

  get(key: K): T | undefined {
    const place = this.places.byKey.get(key);
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

  private placeOf(key: K): number {
    const { byKey, keys } = this.places;
    const known = byKey.get(key);
    if (known !== undefined) return known;
    byKey.set(key, keys.length);
    return keys.push(key) - 1;
  }
}

function isLedger<K, T extends object>(map: ReadonlyMap<K, T>): map is Ledger<K, T> {
  return map instanceof Ledger;
}

/** What has changed from one moment to another: what was there before in its order, and then what is new. */
export function differencesBetween<K, T extends object>(
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
