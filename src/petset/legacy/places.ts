import type { FieldPath } from '../field-error.js';
import { getIn } from '../json-edit.js';
import type { Json } from '../kubernetes.js';
import type { AnnotationRow } from './annotations.js';
import { itemsOf } from './edits.js';
import { POD_ROWS } from './pod-annotations.js';
import { SCHEDULING_ROWS } from './scheduling-annotations.js';
import { SECURITY_ROWS } from './security-annotations.js';
import { SERVICE_ROWS } from './service-annotations.js';
import { CLAIM_ROWS, STORAGE_CLASS_ROWS, VOLUME_ROWS } from './storage-annotations.js';

const IN_TEMPLATE: FieldPath = ['spec', 'template'];
const IN_JOB_TEMPLATE: FieldPath = ['spec', 'jobTemplate', 'spec', 'template'];

/** Where the pods of a kind are described. */
const POD_PLACES: Readonly<Record<string, FieldPath>> = {
  Pod: [],
  PodTemplate: ['template'],
  PetSet: IN_TEMPLATE,
  StatefulSet: IN_TEMPLATE,
  Deployment: IN_TEMPLATE,
  DaemonSet: IN_TEMPLATE,
  ReplicaSet: IN_TEMPLATE,
  ReplicationController: IN_TEMPLATE,
  Job: IN_TEMPLATE,
  CronJob: IN_JOB_TEMPLATE,
  ScheduledJob: IN_JOB_TEMPLATE,
};

/** A table of annotations, and where those of a document stand. */
export interface AnnotationTable {
  readonly carriers: string;
  readonly placesIn: (document: Json) => readonly FieldPath[];
  readonly rows: readonly AnnotationRow[];
}

const ofKind =
  (...kinds: readonly string[]): AnnotationTable['placesIn'] =>
  (document) =>
    kinds.includes(kindOf(document)) ? [[]] : [];

export const ANNOTATION_TABLES: readonly AnnotationTable[] = [
  {
    carriers: 'pods and the templates of pods',
    placesIn: podPlaces,
    rows: [...POD_ROWS, ...SCHEDULING_ROWS, ...SECURITY_ROWS],
  },
  {
    carriers: 'claims and the templates of claims',
    placesIn: (document) => [
      ...ofKind('PersistentVolumeClaim')(document),
      ...(['PetSet', 'StatefulSet'].includes(kindOf(document))
        ? itemsOf(document, ['spec', 'volumeClaimTemplates'])
        : []),
    ],
    rows: CLAIM_ROWS,
  },
  { carriers: 'volumes', placesIn: ofKind('PersistentVolume'), rows: VOLUME_ROWS },
  { carriers: 'storage classes', placesIn: ofKind('StorageClass'), rows: STORAGE_CLASS_ROWS },
  { carriers: 'services', placesIn: ofKind('Service'), rows: SERVICE_ROWS },
];

export function podPlaces(document: Json): readonly FieldPath[] {
  const place = Object.entries(POD_PLACES).find(([kind]) => kind === kindOf(document));
  return place === undefined ? [] : [place[1]];
}

function kindOf(document: Json): string {
  const kind = getIn(document, ['kind']);
  return typeof kind === 'string' ? kind : '';
}
