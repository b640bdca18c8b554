import type { Path, PathElement } from './path-element.js';
import { compareElements } from './path-element.js';

/**
 * A set of fields as a tree: an element is in it by itself (`isMember`), because of what lies below it, or both. Sets
 * are values: no function changes one (structured-merge-diff, fieldpath/set.go).
 */
export type FieldSet = ReadonlyMap<PathElement, FieldNode>;

export interface FieldNode {
  readonly isMember: boolean;
  readonly below: FieldSet;
}

export const NO_FIELDS: FieldSet = new Map();

export const isEmptySet = (set: FieldSet): boolean => set.size === 0;

/** The set of these paths. */
export function fieldSet(paths: Iterable<Path>): FieldSet {
  const builder = new FieldSetBuilder();
  for (const path of paths) builder.insert(path);
  return builder.set;
}

interface Draft {
  isMember: boolean;
  below: Map<PathElement, Draft>;
}

/** Collects paths. The object itself, which the empty path names, is nobody's. */
export class FieldSetBuilder {
  readonly #root = new Map<PathElement, Draft>();

  insert(path: Path): void {
    let level = this.#root;
    let node: Draft | undefined;
    for (const element of path) {
      node = level.get(element);
      if (node === undefined) {
        node = { isMember: false, below: new Map() };
        level.set(element, node);
      }
      level = node.below;
    }
    if (node !== undefined) node.isMember = true;
  }

  get set(): FieldSet {
    return this.#root;
  }
}

export function hasPath(set: FieldSet, path: Path): boolean {
  let level: FieldSet = set;
  let node: FieldNode | undefined;
  for (const element of path) {
    node = level.get(element);
    if (node === undefined) return false;
    level = node.below;
  }
  return node?.isMember ?? false;
}

export const below = (set: FieldSet, element: PathElement): FieldSet => set.get(element)?.below ?? NO_FIELDS;

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a.size === 0) return b;
  const result = new Map(a);
  let isMore = false;
  for (const [element, node] of b) {
    const present = a.get(element);
    const joined =
      present === undefined
        ? node
        : withParts(present, present.isMember || node.isMember, union(present.below, node.below));
    if (joined === present) continue;
    result.set(element, joined);
    isMore = true;
  }
  return isMore ? result : a;
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, (node, element) => {
    const other = b.get(element);
    if (other === undefined) return undefined;
    return withParts(node, node.isMember && other.isMember, intersection(node.below, other.below));
  });
}

/** What is in the first and not in the second; what lies below a member of the second stays. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (b.size === 0) return a;
  return combine(a, (node, element) => {
    const other = b.get(element);
    if (other === undefined) return node;
    return withParts(node, node.isMember && !other.isMember, difference(node.below, other.below));
  });
}

/** The same, but what lies below a member of the second goes, too. */
export function differenceWithBelow(a: FieldSet, b: FieldSet): FieldSet {
  if (b.size === 0) return a;
  return combine(a, (node, element) => {
    const other = b.get(element);
    if (other === undefined) return node;
    if (other.isMember) return undefined;
    return withParts(node, node.isMember, differenceWithBelow(node.below, other.below));
  });
}

/** The node itself where nothing changes, so that sets which stay as they are need not be written anew. */
function withParts(node: FieldNode, isMember: boolean, below: FieldSet): FieldNode {
  return isMember === node.isMember && below === node.below ? node : { isMember, below };
}

/** Puts a node in the place of each; one that holds nothing is left out. */
function combine(set: FieldSet, replace: (node: FieldNode, element: PathElement) => FieldNode | undefined): FieldSet {
  const result = new Map<PathElement, FieldNode>();
  let isSame = true;
  for (const [element, node] of set) {
    const replaced = replace(node, element);
    isSame &&= replaced === node;
    if (replaced !== undefined && (replaced.isMember || replaced.below.size > 0)) result.set(element, replaced);
  }
  return isSame ? set : result;
}

/** Elements in the order in which they are written. */
export function sortedElements(set: FieldSet): PathElement[] {
  return [...set.keys()].sort(compareElements);
}

/** Every path of a set, those of one level before those below it. */
export function pathsOf(set: FieldSet, prefix: Path = []): Path[] {
  const elements = sortedElements(set);
  return [
    ...elements.filter((element) => set.get(element)?.isMember).map((element) => [...prefix, element]),
    ...elements.flatMap((element) => pathsOf(below(set, element), [...prefix, element])),
  ];
}
