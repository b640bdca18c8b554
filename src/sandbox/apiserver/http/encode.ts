import { asJson, withSortedKeys } from '../../model/json.js';

/** Characters of text that are remembered: what is told to many watches, and lists that are asked for again and again. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** Stored objects do not change, so each is turned into text once, however many watches and lists it goes to. */
export class Encoder {
  /** The oldest first. */
  readonly #texts = new Map<object, string>();
  #characters = 0;

  encode(object: object): string {
    return this.#texts.get(object) ?? this.#remember(object, JSON.stringify(object));
  }

  /** The same with the keys of every object in order. */
  encodeSorted(object: object): string {
    return this.#texts.get(object) ?? this.#remember(object, JSON.stringify(withSortedKeys(asJson(object))));
  }

  #remember(object: object, text: string): string {
    this.#texts.set(object, text);
    this.#characters += text.length;
    for (const [oldest, old] of this.#texts) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#texts.delete(oldest);
      this.#characters -= old.length;
    }
    return text;
  }

  /** Items of a list do not tell their kind. */
  encodeItem(object: object): string {
    const text = this.encode(object);
    return KIND_FIRST.test(text) ? `{${text.replace(KIND_FIRST, '')}` : text;
  }
}

const KIND_FIRST = /^\{"kind":"[^"]*","apiVersion":"[^"]*",/;
