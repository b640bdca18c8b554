import type { Json } from '../../model/json.js';
import { isObject } from '../../model/json.js';

/**
 * Stored objects do not change, so each is turned into text once, however many watches and lists it goes to.
 * A cache keyed by the objects themselves: it holds nothing that is not held elsewhere.
 */
export class Encoder {
  readonly #texts = new WeakMap<object, string>();

  encode(object: object): string {
    const known = this.#texts.get(object);
    if (known !== undefined) return known;
    const text = JSON.stringify(object);
    this.#texts.set(object, text);
    return text;
  }

  /** The same with the keys of every object in order. */
  encodeSorted(object: object): string {
    const known = this.#texts.get(object);
    if (known !== undefined) return known;
    const text = JSON.stringify(sorted(object as Json));
    this.#texts.set(object, text);
    return text;
  }

  /** Items of a list do not tell their kind. */
  encodeItem(object: object): string {
    const text = this.encode(object);
    return KIND_FIRST.test(text) ? `{${text.replace(KIND_FIRST, '')}` : text;
  }
}

const KIND_FIRST = /^\{"kind":"[^"]*","apiVersion":"[^"]*",/;

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [key, sorted(value[key] ?? null)]));
}
