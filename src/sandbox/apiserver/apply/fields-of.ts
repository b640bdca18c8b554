import type { Json } from '../../model/json.js';
import { isObject } from '../../model/json.js';
import type { Shape } from '../schema/shape.js';
import { FieldSetBuilder } from './field-set.js';
import type { FieldSet } from './field-set.js';
import type { ItemList } from './list-items.js';
import { itemsByElement } from './list-items.js';
import { fieldShape, fieldsIn, isDeclared, itemShape, itemsIn, partsOf } from './parts.js';
import { fieldElement } from './path-element.js';
import type { PathElement } from './path-element.js';

/** Every field and item that an object mentions (structured-merge-diff, typed/tofieldset.go). */
export function fieldsOf(shape: Shape, object: Json): FieldSet {
  const collector = new Collector();
  collector.collect(shape, object);
  return collector.set;
}

class Collector {
  readonly #fields = new FieldSetBuilder();
  readonly #path: PathElement[] = [];

  get set(): FieldSet {
    return this.#fields.set;
  }

  collect(shape: Shape, value: Json): void {
    const parts = partsOf(shape, value);
    if (parts.form === 'none') this.#fields.insert(this.#path);
    else if (parts.form === 'fields') this.#collectFields(parts.shape, value);
    else this.#collectItems(parts.shape, value);
  }

  /** Fields of a struct are there because of what they hold; keys of a map, and what is empty, by themselves. */
  #collectFields(shape: Shape, value: Json): void {
    for (const [name, field] of Object.entries(fieldsIn(value))) {
      if (field === undefined) continue;
      this.#path.push(fieldElement(name));
      this.collect(fieldShape(shape, name), field);
      if (isNothing(field) || !isDeclared(shape, name)) this.#fields.insert(this.#path);
      this.#path.pop();
    }
  }

  #collectItems(shape: ItemList, value: Json): void {
    for (const [element, [item, another]] of itemsByElement(shape, itemsIn(value))) {
      this.#path.push(element);
      if (item !== undefined && another === undefined) this.collect(itemShape(shape), item);
      this.#fields.insert(this.#path);
      this.#path.pop();
    }
  }
}

const isNothing = (value: Json): boolean =>
  value === null || (isObject(value) && Object.values(value).every((field) => field === undefined));
