import type { FieldPath } from './field-error.js';
import type { Json } from './kubernetes.js';

/** Where something stands in a text, and where its children do: by key, or by index. */
export interface TextPlace {
  /** Of a field, that of its name. */
  readonly offset: number;
  readonly children: ReadonlyMap<string | number, TextPlace>;
}

/** JSON with the place of everything in it, or where it stops being JSON. */
export type JsonText =
  | { readonly ok: true; readonly value: Json; readonly root: TextPlace }
  | { readonly ok: false; readonly problem: string; readonly offset: number };

/** Reads JSON. `JSON.parse` says in words of its own, and not always, where it stopped. */
export function readJsonText(text: string): JsonText {
  const reader = new Reader(text);
  try {
    const root = reader.document();
    return { ok: true, value: JSON.parse(text) as Json, root };
  } catch (error) {
    if (error instanceof Misfit) return { ok: false, problem: error.message, offset: error.offset };
    throw error;
  }
}

/** The place of what a path leads to, or of what is nearest around it. */
export function placeIn(root: TextPlace, path: FieldPath): TextPlace {
  let place = root;
  for (const part of path) {
    const child = place.children.get(part);
    if (child === undefined) break;
    place = child;
  }
  return place;
}

class Misfit extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const NONE: ReadonlyMap<string | number, TextPlace> = new Map();
const SPACE = /[ \t\r\n]*/y;
// eslint-disable-next-line no-control-regex -- JSON's strings may not hold them
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;
/** Deeper than any object of Kubernetes, and less than would be too much for us. */
const DEEPEST = 500;

class Reader {
  private at = 0;
  private depth = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): TextPlace {
    const root = this.value();
    this.take(SPACE);
    if (this.at < this.text.length) throw this.expected('nothing more');
    return root;
  }

  private value(): TextPlace {
    this.take(SPACE);
    const offset = this.at;
    if (this.takes('{')) return { offset, children: this.within('}', () => this.fields()) };
    if (this.takes('[')) return { offset, children: this.within(']', () => this.items()) };
    if (this.take(STRING) === undefined && this.take(PLAIN) === undefined) throw this.expected('a value');
    return { offset, children: NONE };
  }

  private within(end: string, read: () => ReadonlyMap<string | number, TextPlace>): TextPlace['children'] {
    this.depth++;
    if (this.depth > DEEPEST) throw new Misfit(`it is nested more than ${DEEPEST} levels deep`, this.at);
    this.take(SPACE);
    const children = this.takes(end) ? NONE : read();
    this.depth--;
    return children;
  }

  private fields(): TextPlace['children'] {
    const children = new Map<string, TextPlace>();
    do {
      this.take(SPACE);
      const offset = this.at;
      const name = this.take(STRING);
      if (name === undefined) throw this.expected('the name of a field in double quotes');
      this.take(SPACE);
      if (!this.takes(':')) throw this.expected('":"');
      children.set(String(JSON.parse(name)), { ...this.value(), offset });
    } while (this.continues('}'));
    return children;
  }

  private items(): TextPlace['children'] {
    const children = new Map<number, TextPlace>();
    do children.set(children.size, this.value());
    while (this.continues(']'));
    return children;
  }

  private continues(end: string): boolean {
    this.take(SPACE);
    if (this.takes(',')) return true;
    if (this.takes(end)) return false;
    throw this.expected(`"," or "${end}"`);
  }

  private takes(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private expected(what: string): Misfit {
    const rest = this.text.slice(this.at, this.at + 20);
    const found = rest === '' ? 'it ends' : `there is ${JSON.stringify(rest)}`;
    return new Misfit(`expected ${what}, but ${found}`, this.at);
  }
}
