import { isSame } from './differences.js';
import { getIn, isMap, setIn } from './json-edit.js';
import type { Json, JsonObject, ManagedFields } from './kubernetes.js';
import { LAST_APPLIED_ANNOTATION } from './last-applied.js';

const LAST_APPLIED = ['f:metadata', 'f:annotations', `f:${LAST_APPLIED_ANNOTATION}`];
const KUBECTL = 'kubectl-client-side-apply';

/**
 * The managers of an object, with what `manager` has applied, together with all that it had created or updated before and
 * all that kubectl had applied by itself: only what somebody applies can he remove by saying nothing of it. Nothing where it
 * is so already. kubectl does the same for its own (client-go util/csaupgrade).
 */
export function takenOver(
  managers: readonly ManagedFields[],
  manager: string,
  apiVersion: string,
): readonly ManagedFields[] | undefined {
  const isOfVersion = (each: ManagedFields): boolean =>
    each.apiVersion === apiVersion && each.subresource === undefined;
  const updates = managers.filter(
    (each) => isOfVersion(each) && each.operation === 'Update' && [manager, KUBECTL].includes(each.manager ?? ''),
  );
  const taken = updates.map(takeable).filter((each) => each !== undefined);
  if (taken.length === 0) return undefined;
  const applied = managers.find((each) => isOfVersion(each) && each.operation === 'Apply' && each.manager === manager);
  const fieldsV1 = taken.reduce<JsonObject>(together, applied?.fieldsV1 ?? {});
  const kept = updates.map(lastApplied).filter((each) => each !== undefined);
  return [
    ...managers.filter((each) => each !== applied && !updates.includes(each)),
    { ...(applied ?? { manager, operation: 'Apply', apiVersion, fieldsType: 'FieldsV1' }), fieldsV1 },
    ...kept,
  ];
}

/** The fields of a manager but for kubectl's memory; nothing where there are no others. */
function takeable({ fieldsV1 = {} }: ManagedFields): JsonObject | undefined {
  const memory = getIn(fieldsV1, LAST_APPLIED);
  const fields = memory === undefined ? fieldsV1 : setIn(fieldsV1, LAST_APPLIED, undefined);
  const isNothing = isSame(fieldsV1, {}) || isSame(fieldsV1, setIn({}, LAST_APPLIED, {}));
  return isNothing || !isMap(fields) ? undefined : fields;
}

function lastApplied(entry: ManagedFields): ManagedFields | undefined {
  const own = getIn(entry.fieldsV1, LAST_APPLIED);
  return own === undefined ? undefined : { ...entry, fieldsV1: asMap(setIn({}, LAST_APPLIED, own)) };
}

/** Two sets of fields as one: an element of a path that is in either is in it. */
function together(one: JsonObject, other: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...keys].map((key) => [key, together(asMap(one[key]), asMap(other[key]))]));
}

function asMap(value: Json | undefined): JsonObject {
  return isMap(value) ? value : {};
}
