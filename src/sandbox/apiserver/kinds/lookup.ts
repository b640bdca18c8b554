import type { Kind } from './kind.js';
import { collectionName } from './kind.js';
import { KINDS } from './table.js';

/** The table of kinds, by what requests and objects call them. */
export class KindTable {
  readonly all: readonly Kind[];
  readonly #byResource: ReadonlyMap<string, Kind>;
  readonly #byObject: ReadonlyMap<string, Kind>;

  constructor(kinds: readonly Kind[] = KINDS) {
    this.all = kinds;
    this.#byResource = new Map(kinds.map((kind) => [`${kind.group}/${kind.version}/${kind.plural}`, kind]));
    this.#byObject = new Map(kinds.map((kind) => [`${kind.group}/${kind.version}/${kind.kind}`, kind]));
  }

  /** The kind at `/apis/GROUP/VERSION/PLURAL`. */
  ofResource(group: string, version: string, plural: string): Kind | undefined {
    return this.#byResource.get(`${group}/${version}/${plural}`);
  }

  /** The kind of an object. */
  ofObject(apiVersion: string, kind: string): Kind | undefined {
    const full = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
    return this.#byObject.get(`${full}/${kind}`);
  }

  /** What the store has to hold: second versions of a kind share the collection of the first. */
  get collections(): string[] {
    return [...new Set(this.all.map(collectionName))];
  }
}
