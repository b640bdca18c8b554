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

/** Reads the first document of a file of YAML, or JSON; an empty one is an empty map. */
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

  constructor(events: readonly Event[], source: string) {
    this.#events = events;
    this.#source = source;
  }

  document(): YamlNode {
    this.#next += 1;
    return this.#isAtEnd() ? { form: 'map', entries: [], line: 1 } : this.#node();
  }

  #node(): YamlNode {
    const event = this.#events[this.#next];
    this.#next += 1;
    if (event?.type === EVENT_ID.SCALAR) {
      return { form: 'text', text: getScalarValue(this.#source, event), line: this.#lineAt(event.valueStart) };
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
    while (!this.#isAtEnd()) {
      const key = this.#node();
      if (key.form !== 'text') throw new ConfigError('a name must be text', key.line);
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
