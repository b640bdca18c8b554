import { EVENT_ID, getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import type { Event } from 'js-yaml';

/** What stands in a file; every value is text, and knows its line (from 1). */
export type YamlNode = YamlText | YamlList | YamlMap;

export interface YamlText {
  readonly form: 'text';
  readonly text: string;
  readonly line: number;
}

export interface YamlList {
  readonly form: 'list';
  readonly items: readonly YamlNode[];
  readonly line: number;
}

export interface YamlMap {
  readonly form: 'map';
  readonly entries: readonly (readonly [key: YamlText, value: YamlNode])[];
  readonly line: number;
}

/** A file that is not as it has to be. */
export class ConfigError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Reads the one document of a file of YAML, or JSON; an empty one is an empty map. */
export function readYaml(source: string): YamlNode {
  try {
    return new NodeReader(parseEvents(source, {}), source).document();
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new ConfigError(error.reason, (error.mark?.line ?? 0) + 1);
  }
}

/** Walks the events of the parser: each list and map, and the document itself, is closed by a POP. */
class NodeReader {
  readonly #events: readonly Event[];
  readonly #source: string;
  #next = 0;
  /** Where the last text began. */
  #at = 0;

  constructor(events: readonly Event[], source: string) {
    this.#events = events;
    this.#source = source;
  }

  document(): YamlNode {
    this.#next += 1;
    const node: YamlNode = this.#isAtEnd() ? { form: 'map', entries: [], line: 1 } : this.#node();
    this.#refuseMore();
    return node;
  }

  /** What comes after the POP of the document is another one. */
  #refuseMore(): void {
    if (this.#events[this.#next + 1] === undefined) return;
    const [first] = this.#events;
    const isMarked = first?.type === EVENT_ID.DOCUMENT && first.explicitStart;
    const markers = [...this.#source.matchAll(/^---(?=\s|$)/gm)];
    const line = this.#lineAt(markers[isMarked ? 1 : 0]?.index ?? this.#at);
    throw new ConfigError('there is a second document: a file has one rehearsal', line);
  }

  #node(): YamlNode {
    const event = this.#events[this.#next];
    this.#next += 1;
    if (event?.type === EVENT_ID.SCALAR) {
      // Where nothing stands, what it belongs to stood just before.
      if (event.valueStart >= 0) this.#at = event.valueStart;
      return { form: 'text', text: getScalarValue(this.#source, event), line: this.#lineAt(this.#at) };
    }
    if (event?.type === EVENT_ID.SEQUENCE)
      return { form: 'list', line: this.#lineAt(event.start), items: this.#items() };
    if (event?.type === EVENT_ID.MAPPING)
      return { form: 'map', line: this.#lineAt(event.start), entries: this.#entries() };
    const at = event?.type === EVENT_ID.ALIAS ? event.anchorStart : 0;
    throw new ConfigError('what begins with * is an alias in YAML: put it in quotes', this.#lineAt(at));
  }

  #items(): YamlNode[] {
    const items: YamlNode[] = [];
    while (!this.#isAtEnd()) items.push(this.#node());
    this.#next += 1;
    return items;
  }

  #entries(): (readonly [YamlText, YamlNode])[] {
    const entries: (readonly [YamlText, YamlNode])[] = [];
    const names = new Set<string>();
    while (!this.#isAtEnd()) {
      const key = this.#node();
      if (key.form !== 'text') throw new ConfigError('a name must be text', key.line);
      if (names.has(key.text)) throw new ConfigError(`${key.text} is there already`, key.line);
      names.add(key.text);
      entries.push([key, this.#node()]);
    }
    this.#next += 1;
    return entries;
  }

  #isAtEnd(): boolean {
    const event = this.#events[this.#next];
    return event === undefined || event.type === EVENT_ID.POP;
  }

  #lineAt(offset: number): number {
    return this.#source.slice(0, offset).split('\n').length;
  }
}
