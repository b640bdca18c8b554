import type { Json } from '../../model/json.js';
import { own } from '../../model/json.js';
import type { Shape } from '../schema/shape.js';
import type { ItemList } from './list-items.js';
import { itemElement } from './list-items.js';
import { fieldShape, fieldsIn, itemShape, itemsIn, namesOf, partsOf } from './parts.js';
import type { PathElement } from './path-element.js';

type Value = Json | undefined;

/**
 * What is there with what is applied laid over it. Nothing goes by this, so that what is applied as null stays as it
 * is; where both tell a leaf, the applied one wins (structured-merge-diff, typed/merge.go).
 */
export function merge(shape: Shape, present: Value, applied: Value): Value {
  const parts = partsOf(shape, present, applied);
  if (parts.form === 'none') return applied === undefined ? present : applied;
  return parts.form === 'fields'
    ? mergeFields(parts.shape, present, applied)
    : mergeLists(parts.shape, present, applied);
}

function mergeFields(shape: Shape, present: Value, applied: Value): Value {
  const [old, now] = [fieldsIn(present), fieldsIn(applied)];
  const names = namesOf(old, now);
  if (names.length === 0) return applied === undefined ? present : applied;
  const merged = names.flatMap((name): [string, Json][] => {
    const value = merge(fieldShape(shape, name), own(old, name), own(now, name));
    return value === undefined ? [] : [[name, value]];
  });
  // A key may be called anything, even `__proto__`.
  return merged.length === 0 ? undefined : Object.fromEntries(merged);
}

function mergeLists(shape: ItemList, present: Value, applied: Value): Value {
  const [old, now] = [itemsIn(present), itemsIn(applied)];
  if (old.length === 0 && now.length === 0) return applied === undefined ? present : applied;
  return new ListMerger(shape, old, now).merge();
}

interface Item {
  readonly element: PathElement;
  readonly value: Json;
}

/**
 * Merges two lists into one that has the order of what is applied, where it tells one; other items stay behind the one
 * that they were behind.
 */
class ListMerger {
  readonly #shape: ItemList;
  readonly #old: readonly Item[];
  readonly #now: readonly Item[];
  readonly #present: ReadonlyMap<PathElement, Value>;
  readonly #applied: ReadonlyMap<PathElement, Value>;
  readonly #taken = new Set<PathElement>();
  readonly #merged: Json[] = [];
  /** Items that both have, in the order of what is applied; the first of them is the next to be merged. */
  readonly #shared: PathElement[];

  constructor(shape: ItemList, old: readonly Json[], now: readonly Json[]) {
    const told = (value: Json): Item => ({ element: itemElement(shape, value), value });
    this.#shape = shape;
    this.#old = old.map(told);
    this.#now = now.map(told);
    this.#present = byElement(this.#old);
    this.#applied = byElement(this.#now);
    this.#shared = this.#now.map(({ element }) => element).filter((element) => this.#present.has(element));
  }

  merge(): Value {
    let [left, right] = [0, 0];
    while (left < this.#old.length || right < this.#now.length) {
      const [fromOld, fromNow] = this.#step(this.#old[left], this.#now[right]);
      [left, right] = [left + fromOld, right + fromNow];
    }
    return this.#merged.length === 0 ? undefined : this.#merged;
  }

  /** Merges an item, and says by how many to go on in either list. */
  #step(old: Item | undefined, now: Item | undefined): readonly [number, number] {
    if (old !== undefined && now !== undefined) {
      if (old.element === now.element) return [1, this.#take(now)];
      if (this.#waits(old.element)) return [1, 0];
    }
    if (old !== undefined && !this.#applied.has(old.element)) {
      this.#push(old.value, undefined);
      return [1, 0];
    }
    const isTaken = old !== undefined && this.#taken.has(old.element);
    return [isTaken ? 1 : 0, now === undefined ? 0 : this.#take(now)];
  }

  /** Whether an item comes again later, at the place that what is applied gives it. */
  #waits(element: PathElement): boolean {
    const [next] = this.#shared;
    return this.#applied.has(element) && next !== undefined && next !== element;
  }

  #take({ element }: Item): number {
    this.#taken.add(element);
    this.#push(this.#present.get(element), this.#applied.get(element));
    if (this.#shared[0] === element) this.#shared.shift();
    return 1;
  }

  #push(present: Value, applied: Value): void {
    const merged = merge(itemShape(this.#shape), present, applied);
    if (merged !== undefined) this.#merged.push(merged);
  }
}

/** Items that are there twice are not merged with what is applied. */
function byElement(items: readonly Item[]): Map<PathElement, Value> {
  const values = new Map<PathElement, Value>();
  for (const { element, value } of items) values.set(element, values.has(element) ? undefined : value);
  return values;
}
