import { type FieldPath, forbidden, formatPath } from '../field-error.js';
import { getIn, isList, isMap } from '../json-edit.js';
import type { Json } from '../kubernetes.js';
import { INITIALIZED_ANNOTATION, LABELS } from '../identity.js';
import { type Draft, has, put, refuse, takeAway, tell, through } from './draft.js';
import { itemsOf } from './edits.js';

/** A StatefulSet has not all that a PetSet of ours has. What can be said otherwise there is; what would be lost is refused. */
export function withoutOurs(draft: Draft): Draft {
  return through(draft, [withoutOrdinals, withoutBrake, withPetVariables]);
}

const LOST: Readonly<Record<string, string>> = {
  reserve: 'a StatefulSet cannot skip ordinals',
  overrides: 'the pods of a StatefulSet are all alike',
};

function withoutOrdinals(draft: Draft): Draft {
  return Object.entries(LOST).reduce((at, [field, why]) => {
    const place = ['spec', 'ordinals', field];
    const value = getIn(at.document, place);
    if (isList(value) && value.length > 0) return refuse(at, forbidden(place, why));
    return value === undefined ? at : takeAway(at, place);
  }, draft);
}

/** StatefulSets obeyed it up to 1.7 (pkg/controller/statefulset/stateful_set_utils.go, isRunningAndReady). */
function withoutBrake(draft: Draft): Draft {
  const place = ['spec', 'template', 'metadata', 'annotations', INITIALIZED_ANNOTATION];
  if (!has(draft, place)) return draft;
  const told = `annotation ${INITIALIZED_ANNOTATION} dropped: a StatefulSet cannot be paused`;
  return tell(takeAway(draft, place), place, told);
}

/** Where Kubernetes has what our own variables say. */
const VARIABLES: readonly { readonly name: string; readonly fieldPath: string }[] = [
  { name: 'PET_NAME', fieldPath: 'metadata.name' },
  { name: 'PET_ORDINAL', fieldPath: `metadata.labels['${LABELS.podIndex}']` },
];

/** We fill in `$(PET_NAME)`; the kubelet does too, once the container has such a variable. */
function withPetVariables(draft: Draft): Draft {
  const spec = ['spec', 'template', 'spec'];
  const containers = ['initContainers', 'containers'].flatMap((list) => itemsOf(draft.document, [...spec, list]));
  return containers.reduce(
    (at, container) => VARIABLES.reduce((each, variable) => withVariable(each, container, variable), at),
    draft,
  );
}

function withVariable(draft: Draft, container: FieldPath, { name, fieldPath }: (typeof VARIABLES)[number]): Draft {
  const found = getIn(draft.document, [...container, 'env']);
  const env = isList(found) ? found : [];
  const isDefined = env.some((each) => getIn(each, ['name']) === name);
  if (isDefined || !namesVariable(getIn(draft.document, container), name)) return draft;
  const added = put(draft, [...container, 'env'], [{ name, valueFrom: { fieldRef: { fieldPath } } }, ...env]);
  return tell(added, container, `$(${name}) became a variable of ${formatPath(container)}, from ${fieldPath}`);
}

function namesVariable(container: Json | undefined, name: string): boolean {
  const texts = ['command', 'args'].flatMap((field) => listOf(container, field));
  const values = listOf(container, 'env').map((each) => (isMap(each) ? each.value : undefined));
  return [...texts, ...values].some(
    (text) => typeof text === 'string' && text.replaceAll('$$', '').includes(`$(${name})`),
  );
}

function listOf(container: Json | undefined, field: string): readonly Json[] {
  const value = getIn(container, [field]);
  return isList(value) ? value : [];
}
