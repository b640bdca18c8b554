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
import { remove } from './remove.js';

/** What decides who owns what: the rules of structured-merge-diff (merge/update.go), on plain values. */
export interface Rules {
  readonly shape: Shape;
  /** Fields that this way of writing an object does not change, whatever is sent. */
  readonly ignored: FieldSet;
  /** Whether a version is served; who wrote in one that is not is forgotten. */
  readonly isServed: (apiVersion: string) => boolean;
}

export interface Taken {
  /** Those who own something, without what was taken from them. */
  readonly managers: Managers;
  /** What the write set. */
  readonly set: FieldSet;
}

/** Takes what an update changes from everybody. */
export function takeByUpdate(rules: Rules, before: Json, after: Json, managers: Managers): Taken {
  const changes = changesOf(rules, before, after);
  const left = take(rules, changes, managers, undefined);
  return { managers: left, set: union(changes.modified, changes.added) };
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
  const last = managers.get(id)?.fields ?? NO_FIELDS;
  const fields = differenceWithBelow(fieldsOf(shape, config), ignored);
  const all = new Map(managers).set(id, { ...manager, fields });
  const object = prune(shape, merge(shape, present, config) ?? null, last, all);
  const left = take(rules, changesOf(rules, present, object), all, { id, isForced });
  return { object: equalJson(present, object) ? undefined : object, managers: left };
}

function changesOf({ shape, ignored }: Rules, before: Json, after: Json): Comparison {
  const { removed, modified, added } = compare(shape, before, after);
  return {
    removed: differenceWithBelow(removed, ignored),
    modified: differenceWithBelow(modified, ignored),
    added: differenceWithBelow(added, ignored),
  };
}

/** Takes changed fields from all but who applies; who may not take them is refused. */
function take(
  { isServed }: Rules,
  { removed, modified, added }: Comparison,
  managers: Managers,
  applier: { readonly id: string; readonly isForced: boolean } | undefined,
): Managers {
  const changed = union(modified, added);
  const left: Managers = new Map();
  const conflicts: [Manager, FieldSet][] = [];
  for (const [id, manager] of managers) {
    const isOther = id !== applier?.id;
    if (isOther && !isServed(manager.apiVersion)) continue;
    const taken = isOther ? intersection(manager.fields, changed) : NO_FIELDS;
    if (!isEmptySet(taken)) conflicts.push([manager, taken]);
    const fields = isOther ? difference(difference(manager.fields, taken), removed) : manager.fields;
    if (!isEmptySet(fields)) left.set(id, { ...manager, fields });
  }
  if (applier?.isForced === false && conflicts.length > 0) throw new Conflicts(conflicts);
  return left;
}

/** Removes what was applied the last time, is not now, and is claimed by nobody else. */
function prune(shape: Shape, merged: Json, last: FieldSet, managers: Managers): Json {
  if (isEmptySet(last)) return merged;
  const named = (set: FieldSet): FieldSet => withNamedFields(shape, set);
  const everything = named(fieldsOf(shape, merged));
  const claimed = [...managers.values()].map(({ fields }) => fields).reduce(union, NO_FIELDS);
  const bare = remove(shape, merged, named(last));
  // What was removed with a parent, and is claimed, comes back with its parent.
  const kept = union(named(fieldsOf(shape, bare)), named(claimed));
  const owned = remove(shape, merged, difference(everything, kept));
  // So does what nobody claims, but the last application did not have either.
  const gone = difference(everything, named(fieldsOf(shape, owned)));
  return remove(shape, merged, intersection(gone, named(last)));
}
