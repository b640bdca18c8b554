import type { FieldPath } from '../field-error.js';
import { getIn, isList, isMap, setIn } from '../json-edit.js';
import type { Json, JsonObject } from '../kubernetes.js';
import {
  type AnnotationRow,
  droppedRow,
  type Effect,
  fieldCounted,
  type FromText,
  mapAt,
  offsetsOf,
  readHeld,
  textRow,
} from './annotations.js';
import { AFFINITY, TOLERATIONS } from './shapes.js';

/** Each kind of affinity by itself: what the field says counts, else what the annotation says. */
const affinity: AnnotationRow = {
  annotation: 'scheduler.alpha.kubernetes.io/affinity',
  source: 'plugin/pkg/scheduler/schedulercache/reconcile_affinity.go (1.6), ReconcileAffinity',
  today: 'spec.affinity',
  translate: ({ object, value, path }): Effect => {
    if (value === '') return { dropped: 'it is empty' };
    const held = readHeld(value, AFFINITY);
    if ('complaints' in held) return held;
    const became = ['spec', 'affinity'];
    const present = mapAt(object, became);
    const kinds = Object.entries(isMap(held.value) ? held.value : {}).filter(([, terms]) => terms !== null);
    const added = kinds.filter(([kind]) => (present[kind] ?? null) === null);
    const ignored = kinds.filter(([kind]) => !added.some(([each]) => each === kind)).map(([kind]) => kind);
    if (added.length === 0) return { dropped: kinds.length === 0 ? 'it is empty' : fieldCounted(path, became) };
    const merged = { ...present, ...Object.fromEntries(added.map(([kind, terms]) => [kind, allNamespaces(terms)])) };
    return {
      object: setIn(object, became, merged),
      became,
      besides: ignored.length === 0 ? '' : `, but for ${ignored.join(' and ')}, which is there too, and counted`,
      fromText: added.map(([kind]) => ({ at: [...became, kind], offsetOf: offsetsOf(held, [kind]) })),
    };
  },
};

/** A list of no namespaces meant all of them then; today it means the pod's own, and `namespaceSelector` says all. */
function allNamespaces(value: Json | undefined): Json {
  if (isList(value)) return value.map(allNamespaces);
  if (!isMap(value)) return value ?? null;
  const { namespaces, ...rest } = value;
  const isAll = 'topologyKey' in value && isList(namespaces) && namespaces.length === 0;
  const fields: JsonObject = isAll ? { namespaceSelector: {}, ...rest } : value;
  return Object.fromEntries(
    Object.entries(fields).map(([field, child]) => [field, field === 'labelSelector' ? child : allNamespaces(child)]),
  );
}

/** Those of the annotation come after those of the field, but for the ones that are there already. */
const tolerations: AnnotationRow = {
  annotation: 'scheduler.alpha.kubernetes.io/tolerations',
  source: 'pkg/api/helpers.go (1.5), GetTolerationsFromPodAnnotations',
  today: 'spec.tolerations',
  translate: ({ object, value }): Effect => {
    if (value === '') return { dropped: 'it is empty' };
    const held = readHeld(value, TOLERATIONS);
    if ('complaints' in held) return held;
    const became: FieldPath = ['spec', 'tolerations'];
    const present = listAt(object, became);
    const known = present.map((each) => JSON.stringify(each));
    const items = isList(held.value) ? held.value : [];
    const added = items.flatMap((item, index) => (known.includes(JSON.stringify(item)) ? [] : [{ item, index }]));
    if (added.length === 0) return { dropped: items.length === 0 ? 'it is empty' : 'spec.tolerations has them too' };
    const fromText: readonly FromText[] = added.map(({ index }, nth) => ({
      at: [...became, present.length + nth],
      offsetOf: offsetsOf(held, [index]),
    }));
    const all = [...present, ...added.map(({ item }) => item)];
    return { object: setIn(object, became, all), became, fromText };
  },
};

/** Only in kube-system, and only without a value. */
const criticalPod: AnnotationRow = {
  annotation: 'scheduler.alpha.kubernetes.io/critical-pod',
  source: 'plugin/pkg/admission/priority/admission.go and pkg/kubelet/types/pod_update.go (1.10), IsCritical',
  today: 'spec.priorityClassName: system-cluster-critical, in kube-system; elsewhere nothing, as then',
  translate: ({ object, value, path, namespace }): Effect => {
    const field = ['spec', 'priorityClassName'];
    if (namespace !== 'kube-system') return { dropped: 'it meant something in the namespace kube-system only' };
    if (value !== '') return { dropped: 'it meant something without a value only' };
    if (typeof getIn(object, field) === 'string') return { dropped: fieldCounted(path, field) };
    return {
      object: setIn(object, field, 'system-cluster-critical'),
      became: field,
      besides: ': system-cluster-critical',
    };
  },
};

/** Annotations of pods that are about where they may run. */
export const SCHEDULING_ROWS: readonly AnnotationRow[] = [
  affinity,
  tolerations,
  criticalPod,
  textRow(
    {
      annotation: 'scheduler.alpha.kubernetes.io/name',
      source: 'plugin/pkg/scheduler/factory/factory.go (1.5), responsibleForPod',
    },
    ['spec', 'schedulerName'],
    'field',
  ),
  droppedRow(
    'scheduler.alpha.kubernetes.io/node-selector',
    'plugin/pkg/admission/podnodeselector/admission.go (1.5)',
    'only that of a namespace was and is obeyed; a pod has spec.nodeSelector',
  ),
];

function listAt(object: Json, path: FieldPath): readonly Json[] {
  const value = getIn(object, path);
  return isList(value) ? value : [];
}
