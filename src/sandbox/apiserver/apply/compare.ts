import type { Json } from '../../model/json.js';
import { equalJson, own } from '../../model/json.js';
import type { Shape } from '../schema/shape.js';
import { FieldSetBuilder } from './field-set.js';
import type { FieldSet } from './field-set.js';
import type { ItemList } from './list-items.js';
import { itemsByElement } from './list-items.js';
import { fieldShape, fieldsIn, itemShape, itemsIn, namesOf, partsOf } from './parts.js';
import { fieldElement } from './path-element.js';
import type { PathElement } from './path-element.js';

/** What is different between two objects; no field is in more than one of the sets. */
export interface Comparison {
  readonly removed: FieldSet;
  readonly modified: FieldSet;
  readonly added: FieldSet;
}

/** Compares two values of a shape field by field (structured-merge-diff, typed/compare.go). */
export function compare(shape: Shape, before: Json, after: Json): Comparison {
  const comparer = new Comparer();
  comparer.compare(shape, before, after);
  return comparer.result;
}

const hasFields = (value: Json): boolean => Object.keys(fieldsIn(value)).length > 0;

type Value = Json | undefined;

class Comparer {
  readonly #removed = new FieldSetBuilder();
  readonly #modified = new FieldSetBuilder();
  readonly #added = new FieldSetBuilder();
  readonly #path: PathElement[] = [];

  get result(): Comparison {
    return { removed: this.#removed.set, modified: this.#modified.set, added: this.#added.set };
  }

  compare(shape: Shape, before: Value, after: Value): void {
    if (before === after) return;
    const parts = partsOf(shape, before, after);
    if (parts.form === 'none') this.#whatever(shape, before, after);
    else if (parts.form === 'fields') this.#fields(parts.shape, before, after);
    else this.#list(parts.shape, before, after);
  }

  /** What is untyped may have been an object, or become one: then its fields come and go beside the change itself. */
  #whatever(shape: Shape, before: Value, after: Value): void {
    if (shape.form === 'untyped' && before !== undefined && after !== undefined) {
      if (hasFields(before)) this.#fields(shape, before, null);
      if (hasFields(after)) this.#fields(shape, null, after);
    }
    this.#leaf(before, after);
  }

  #leaf(before: Value, after: Value): void {
    if (before === undefined) this.#added.insert(this.#path);
    else if (after === undefined) this.#removed.insert(this.#path);
    else if (!equalJson(before, after)) this.#modified.insert(this.#path);
  }

  /** Nothing and an empty map or list are told apart as leaves are. */
  #fields(shape: Shape, before: Value, after: Value): void {
    const [old, now] = [fieldsIn(before), fieldsIn(after)];
    const names = namesOf(old, now);
    if (names.length === 0) {
      this.#leaf(before, after);
      return;
    }
    for (const name of names) {
      this.#at(fieldElement(name), fieldShape(shape, name), own(old, name), own(now, name));
    }
    this.#whole(before, after);
  }

  #list(shape: ItemList, before: Value, after: Value): void {
    const [old, now] = [itemsIn(before), itemsIn(after)];
    if (old.length === 0 && now.length === 0) {
      this.#leaf(before, after);
      return;
    }
    const [oldItems, newItems] = [itemsByElement(shape, old), itemsByElement(shape, now)];
    for (const element of new Set([...oldItems.keys(), ...newItems.keys()])) {
      this.#items(shape, element, oldItems.get(element) ?? [], newItems.get(element) ?? []);
    }
    this.#whole(before, after);
  }

  /** Duplicates are one, owned whole. */
  #items(shape: ItemList, element: PathElement, old: readonly Json[], now: readonly Json[]): void {
    const item = itemShape(shape);
    if (old.length <= 1 && now.length <= 1) {
      this.#at(element, item, old[0], now[0]);
    } else if (old.length > 1 && now.length > 1) {
      if (!equalJson(old, now)) this.#modified.insert([...this.#path, element]);
    } else if (old.length > 1) {
      this.#at(element, item, undefined, now[0]);
      this.#removed.insert([...this.#path, element]);
    } else {
      this.#at(element, item, old[0], undefined);
      this.#added.insert([...this.#path, element]);
    }
  }

  #whole(before: Value, after: Value): void {
    if (before === undefined) this.#added.insert(this.#path);
    else if (after === undefined) this.#removed.insert(this.#path);
  }

  #at(element: PathElement, shape: Shape, before: Value, after: Value): void {
    this.#path.push(element);
    this.compare(shape, before, after);
    this.#path.pop();
  }
}
