import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';
import type { Event } from 'js-yaml';

/** Keys that are there twice: readers take the last, and a strict one minds (sigs.k8s.io/json, go-yaml). */

interface Level {
  readonly keys: Set<string> | undefined;
  key: string;
  index: number;
  isAtKey: boolean;
}

export interface KeyAt {
  /** `spec.containers[0].name`. */
  readonly path: string;
  readonly at: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** The keys of JSON that parses which its objects have twice, in the order of the text; or every key. */
export function jsonKeys(text: string, isWanted: 'twice' | 'any' = 'twice'): KeyAt[] {
  const found: KeyAt[] = [];
  const levels: Level[] = [];
  for (const { 0: token, index: at } of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') levels.push(newLevel(token));
    else if (token === '}' || token === ']') levels.pop();
    else if (level === undefined) continue;
    else if (token === ',') next(level);
    else if (token !== ':' && level.isAtKey && noteKey(level, token, isWanted))
      found.push({ path: pathOf(levels), at });
  }
  return found;
}

const newLevel = (token: string): Level => ({
  keys: token === '{' ? new Set() : undefined,
  key: '',
  index: 0,
  isAtKey: token === '{',
});

function next(level: Level): void {
  level.index += 1;
  level.isAtKey = level.keys !== undefined;
}

function noteKey(level: Level, token: string, isWanted: 'twice' | 'any'): boolean {
  level.isAtKey = false;
  level.key = JSON.parse(token) as string;
  const isThere = level.keys?.has(level.key) === true;
  level.keys?.add(level.key);
  return isThere || isWanted === 'any';
}

const pathOf = (levels: readonly Level[]): string =>
  levels
    .map(({ keys, key, index }) => (keys === undefined ? `[${index}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');

/** The same of YAML, as its reader tells them: by line. */
export function yamlDuplicates(text: string): string[] {
  return new YamlKeys(text).duplicates();
}

/** Walks the events of the parser: each list and map, and the document itself, is closed by a POP. */
class YamlKeys {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #found: { readonly line: number; readonly key: string }[] = [];
  #next = 1;

  constructor(text: string) {
    this.#text = text;
    this.#events = parseEvents(text, {});
  }

  duplicates(): string[] {
    if (!this.#isAtEnd()) this.#node();
    return this.#found.map(({ line, key }) => `line ${line}: key ${JSON.stringify(key)} already set in map`);
  }

  /** Reads a node: where it begins, and its text if it is a scalar. */
  #node(): { readonly text?: string; readonly at: number } {
    const event = this.#events[this.#next];
    this.#next += 1;
    if (event?.type === EVENT_ID.SCALAR) return { text: getScalarValue(this.#text, event), at: event.valueStart };
    if (event?.type === EVENT_ID.SEQUENCE) this.#rest(() => this.#node());
    if (event?.type === EVENT_ID.MAPPING) this.#map();
    return { at: event !== undefined && 'start' in event ? event.start : 0 };
  }

  #map(): void {
    const keys = new Set<string>();
    this.#rest(() => {
      const { text } = this.#node();
      const isThere = text !== undefined && keys.has(text);
      const { at } = this.#node();
      if (text === undefined) return;
      // As its reader has it, a key stands where its value begins.
      if (isThere) this.#found.push({ line: this.#lineAt(at), key: text });
      keys.add(text);
    });
  }

  #rest(read: () => void): void {
    while (!this.#isAtEnd()) read();
    this.#next += 1;
  }

  #isAtEnd(): boolean {
    const event = this.#events[this.#next];
    return event === undefined || event.type === EVENT_ID.POP;
  }

  #lineAt(offset: number): number {
    return this.#text.slice(0, offset).split('\n').length;
  }
}
