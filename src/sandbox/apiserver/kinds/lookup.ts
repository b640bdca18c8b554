import type { Kind } from './kind.js';
import { collectionName } from './kind.js';
import { KINDS } from './table.js';

/** The table of kinds, by what requests and objects call them. Custom resources come and go at run time. */
export class KindTable {
  readonly #builtIn: readonly Kind[];
  /** Kinds by the name of their definition. */
  readonly #custom = new Map<string, readonly Kind[]>();
  #all: readonly Kind[];
  #byResource: ReadonlyMap<string, Kind>;
  #byObject: ReadonlyMap<string, Kind>;

  constructor(kinds: readonly Kind[] = KINDS) {
    this.#builtIn = kinds;
    this.#all = kinds;
    this.#byResource = byResource(kinds);
    this.#byObject = byObject(kinds);
  }

  /** Those that are built in first. Another list after each change, so that what follows from it can be kept by it. */
  get all(): readonly Kind[] {
    return this.#all;
  }

  /** Takes up the kinds of a definition in the place of those that it had; it has none any more when there are none. */
  define(definition: string, kinds: readonly Kind[]): void {
    if (kinds.length === 0) this.#custom.delete(definition);
    else this.#custom.set(definition, kinds);
    const custom = [...this.#custom.values()].flat().sort(byPreference);
    this.#all = [...this.#builtIn, ...custom];
    this.#byResource = byResource(this.#all);
    this.#byObject = byObject(this.#all);
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

  /** What the store has to hold from the start: second versions of a kind share the collection of the first. */
  get collections(): string[] {
    return [...new Set(this.#builtIn.map(collectionName))];
  }
}

const byResource = (kinds: readonly Kind[]): ReadonlyMap<string, Kind> =>
  new Map(kinds.map((kind) => [`${kind.group}/${kind.version}/${kind.plural}`, kind]));

const byObject = (kinds: readonly Kind[]): ReadonlyMap<string, Kind> =>
  new Map(kinds.map((kind) => [`${kind.group}/${kind.version}/${kind.kind}`, kind]));

function byPreference(a: Kind, b: Kind): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  if (a.version !== b.version) return compareVersions(a.version, b.version);
  return a.plural < b.plural ? -1 : 1;
}

/** The preferred version first: `v2`, `v1`, `v2beta1`, `v1alpha2`, and then all that is no version, by its letters (apimachinery pkg/version). */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [ranks(a), ranks(b)];
  for (const [index, rank] of one.entries()) {
    const difference = (other[index] ?? 0) - rank;
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

const STAGES: Readonly<Record<string, number>> = { alpha: 1, beta: 2 };

function ranks(version: string): readonly number[] {
  const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  if (major === undefined) return [0, 0, 0];
  return stage === undefined ? [3, Number(major), 0] : [STAGES[stage] ?? 0, Number(major), Number(minor)];
}
