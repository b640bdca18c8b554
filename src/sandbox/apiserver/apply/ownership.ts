import type { Json } from '../../model/json.js';
import { equalJson } from '../../model/json.js';
import type { Shape } from '../schema/shape.js';
import { compare } from './compare.js';
import type { Comparison } from './compare.js';
import { Conflicts } from './conflict.js';
import { difference, differenceWithBelow, intersection, isEmptySet, NO_FIELDS, union } from './field-set.js';
import type { FieldSet } from './field-set.js';
import { fieldsOf } from './fields-of.js';
import type { Manager, Managers } from './managers.js';
import { merge } from './merge.js';
import { withNamedFields } from './named-fields.js';
import { reconcileAll } from './reconcile.js';
import { remove } from './remove.js';

/** What decides who owns what: the rules of structured-merge-diff (merge/update.go), on plain values. */
export interface Rules {
  /** The version of the write, and how objects are seen in it. */
  readonly apiVersion: string;
  readonly shape: Shape;
  /** Fields that this way of writing an object does not change, whatever is sent. */
  readonly ignored: FieldSet;
  /** How objects are seen in a version; nothing if it is not served: who wrote in it is forgotten. */
  readonly shapeAt: (apiVersion: string) => Shape | undefined;
}

export interface Taken {
  /** Those who own something, without what was taken from them. */
  readonly managers: Managers;
  /** What the write set. */
  readonly set: FieldSet;
}

/** Takes what an update changes from everybody. */
export function takeByUpdate(rules: Rules, before: Json, after: Json, managers: Managers): Taken {
  const changes = new Changes(rules, before, after);
  const left = take(changes, reconcileAll(managers, rules.shapeAt), undefined);
  const { modified, added } = changes.own;
  return { managers: left, set: union(modified, added) };
}

export interface Applied {
  /** Nothing if the object is as it was. */
  readonly object: Json | undefined;
  readonly managers: Managers;
}

export interface Application {
  /** Who applies, with the fields of the last time; their id among the managers. */
  readonly id: string;
  readonly manager: Omit<Manager, 'fields'>;
  readonly isForced: boolean;
}

/** Lays what is applied over an object, removes what its manager no longer applies, and takes what it sets from others. */
export function applyTo(
  rules: Rules,
  present: Json,
  config: Json,
  managers: Managers,
  { id, manager, isForced }: Application,
): Applied {
  const { shape, ignored } = rules;
  const all = reconcileAll(managers, rules.shapeAt);
  const last = all.get(id);
  all.set(id, { ...manager, fields: differenceWithBelow(fieldsOf(shape, config), ignored) });
  const object = prune(rules, merge(shape, present, config) ?? null, last, all);
  const left = take(new Changes(rules, present, object), all, { id, isForced });
  return { object: equalJson(present, object) ? undefined : object, managers: left };
}

/** What is different between two objects, as each version sees it that somebody wrote in. */
class Changes {
  readonly #rules: Rules;
  readonly #before: Json;
  readonly #after: Json;
  readonly #byVersion = new Map<string, Comparison>();

  constructor(rules: Rules, before: Json, after: Json) {
    this.#rules = rules;
    this.#before = before;
    this.#after = after;
  }

  /** In the version of the write, which alone has fields that do not count. */
  get own(): Comparison {
    const { apiVersion, shape, ignored } = this.#rules;
    const known = this.#byVersion.get(apiVersion);
    if (known !== undefined) return known;
    const { removed, modified, added } = compare(shape, this.#before, this.#after);
    const changes = {
      removed: differenceWithBelow(removed, ignored),
      modified: differenceWithBelow(modified, ignored),
      added: differenceWithBelow(added, ignored),
    };
    this.#byVersion.set(apiVersion, changes);
    return changes;
  }

  at(apiVersion: string): Comparison | undefined {
    const shape = this.#rules.shapeAt(apiVersion);
    if (shape === undefined || shape === this.#rules.shape) return shape && this.own;
    const known = this.#byVersion.get(apiVersion) ?? compare(shape, this.#before, this.#after);
    this.#byVersion.set(apiVersion, known);
    return known;
  }
}

/** Takes changed fields from all but who applies; who may not take them is refused. */
function take(
  changes: Changes,
  managers: Managers,
  applier: { readonly id: string; readonly isForced: boolean } | undefined,
): Managers {
  const left: Managers = new Map();
  const conflicts: [Manager, FieldSet][] = [];
  for (const [id, manager] of managers) {
    const fields = id === applier?.id ? manager.fields : takeFrom(changes, manager, conflicts);
    if (!isEmptySet(fields)) left.set(id, fields === manager.fields ? manager : { ...manager, fields });
  }
  if (applier?.isForced === false && conflicts.length > 0) throw new Conflicts(conflicts);
  return left;
}

/** What is left to a manager, and what they would have minded. */
function takeFrom(changes: Changes, manager: Manager, conflicts: [Manager, FieldSet][]): FieldSet {
  const seen = changes.at(manager.apiVersion);
  if (seen === undefined) return NO_FIELDS;
  const taken = intersection(manager.fields, union(seen.modified, seen.added));
  if (!isEmptySet(taken)) conflicts.push([manager, taken]);
  return difference(difference(manager.fields, taken), seen.removed);
}

/** Removes what was applied the last time, is not now, and is claimed by nobody else. */
function prune({ shapeAt }: Rules, merged: Json, last: Manager | undefined, managers: Managers): Json {
  const shape = last && shapeAt(last.apiVersion);
  if (last === undefined || shape === undefined || isEmptySet(last.fields)) return merged;
  const named = (set: FieldSet): FieldSet => withNamedFields(shape, set);
  let owned = remove(shape, merged, named(last.fields));
  // What was removed with a parent, and is claimed, comes back with its parent.
  for (const [apiVersion, claimed] of claims(managers, last.apiVersion)) {
    owned = withClaimed(shapeAt(apiVersion), merged, owned, claimed);
  }
  // So does what nobody claims, but the last application did not have either.
  const gone = difference(named(fieldsOf(shape, merged)), named(fieldsOf(shape, owned)));
  return remove(shape, merged, intersection(gone, named(last.fields)));
}

/** What all managers claim, version by version, that of the last application first. */
function claims(managers: Managers, first: string): ReadonlyMap<string, FieldSet> {
  const claimed = new Map<string, FieldSet>([[first, NO_FIELDS]]);
  for (const { apiVersion, fields } of managers.values()) {
    claimed.set(apiVersion, union(claimed.get(apiVersion) ?? NO_FIELDS, fields));
  }
  return claimed;
}

function withClaimed(shape: Shape | undefined, merged: Json, bare: Json, claimed: FieldSet): Json {
  if (shape === undefined) return bare;
  const kept = withNamedFields(shape, union(fieldsOf(shape, bare), claimed));
  return remove(shape, merged, difference(withNamedFields(shape, fieldsOf(shape, merged)), kept));
}
