import { PETSET_API_VERSION, PETSET_KIND, type PetSet, type UpdateStrategy } from './petset.js';
import type { ClaimSpec, JsonObject, KubeObject, LabelSelector, ObjectMeta, PodTemplate } from './kubernetes.js';
import { LAST_APPLIED_ANNOTATION } from './last-applied.js';

/** As much of a StatefulSet (apps/v1) as a set has too. */
export interface StatefulSet extends KubeObject {
  readonly spec: StatefulSetSpec;
  readonly status?: {
    readonly observedGeneration?: number;
    /** The ControllerRevisions that its pods are of, and that they come to be of. */
    readonly currentRevision?: string;
    readonly updateRevision?: string;
  };
}

interface StatefulSetSpec {
  readonly replicas?: number;
  readonly selector: LabelSelector;
  readonly serviceName?: string;
  readonly template: PodTemplate;
  readonly volumeClaimTemplates?: readonly {
    readonly apiVersion?: string;
    readonly kind?: string;
    readonly metadata?: ObjectMeta;
    readonly spec: ClaimSpec;
    readonly status?: JsonObject;
  }[];
  readonly podManagementPolicy?: string;
  readonly minReadySeconds?: number;
  readonly ordinals?: { readonly start?: number };
  readonly revisionHistoryLimit?: number;
  readonly updateStrategy?: UpdateStrategy;
  readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string; readonly whenScaled?: string };
}

/** On a StatefulSet that a set was migrated to: the uid of the record that it was. */
export const MIGRATED_ANNOTATION = 'petset.dev/migrated-from';
/** The label by which the StatefulSet controller names a pod, so that a service can select it. */
export const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';

/** What is said about a StatefulSet that is of no use to a set. */
const NOT_CARRIED = [MIGRATED_ANNOTATION, LAST_APPLIED_ANNOTATION];

/** The fields of a StatefulSet that a set has too: under the same names, and with the same meanings. */
const SAME_FIELDS = {
  replicas: true,
  selector: true,
  serviceName: true,
  template: true,
  volumeClaimTemplates: true,
  podManagementPolicy: true,
  minReadySeconds: true,
  ordinals: true,
  revisionHistoryLimit: true,
  updateStrategy: true,
  persistentVolumeClaimRetentionPolicy: true,
} as const satisfies Record<keyof PetSet['spec'] & keyof StatefulSetSpec, true>;

/** The document of a set that wants what a StatefulSet wants, and the fields that a set does not have. */
export function petSetDocument({ metadata, spec }: StatefulSet): {
  readonly document: JsonObject;
  readonly dropped: readonly string[];
} {
  const { name, labels, annotations: all = {} } = metadata;
  const annotations = Object.fromEntries(Object.entries(all).filter(([key]) => !NOT_CARRIED.includes(key)));
  const wanted: JsonObject = {
    ...Object.fromEntries(Object.entries(spec).filter(([field]) => Object.hasOwn(SAME_FIELDS, field))),
    template: plainTemplate(spec.template),
  };
  const document: JsonObject = {
    apiVersion: PETSET_API_VERSION,
    kind: PETSET_KIND,
    metadata: { name, ...(labels && { labels }), ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: wanted,
  };
  return { document, dropped: Object.keys(spec).filter((field) => !Object.hasOwn(SAME_FIELDS, field)) };
}

/** A pod template without the `creationTimestamp: null` that servers before 1.34 write into each. */
export function plainTemplate({ metadata, ...rest }: PodTemplate): JsonObject & PodTemplate {
  if (metadata === undefined) return asJson({ ...rest });
  const { creationTimestamp: _, ...plain } = metadata;
  return asJson({ ...rest, metadata: plain });
}

/** What has come from a server as JSON still is. */
function asJson(template: PodTemplate): JsonObject & PodTemplate {
  return template as JsonObject & PodTemplate;
}

/** The StatefulSet that wants what a set wants, as far as it can: see {@link problemsWithMigration}. */
export function statefulSetOf({ metadata, spec }: PetSet, namespace: string): StatefulSet {
  const { name, labels, annotations } = metadata;
  const { ordinals, volumeClaimTemplates, ...same } = spec;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) },
    spec: {
      ...same,
      ...(ordinals.start > 0 && { ordinals: { start: ordinals.start } }),
      ...(volumeClaimTemplates.length > 0 && { volumeClaimTemplates }),
    },
  };
}
