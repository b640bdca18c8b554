import { setIn } from '../json-edit.js';
import { type AnnotationRow, type Carrier, type Effect, fieldCounted, mapAt, textRow } from './annotations.js';

const CLASS = 'pkg/api/helper/helpers.go (1.6), GetPersistentVolumeClaimClass and GetPersistentVolumeClass';

/** Annotations of claims, and of the templates of claims. */
export const CLAIM_ROWS: readonly AnnotationRow[] = [
  textRow(
    { annotation: 'volume.beta.kubernetes.io/storage-class', source: CLASS },
    ['spec', 'storageClassName'],
    'annotation',
  ),
  {
    annotation: 'volume.alpha.kubernetes.io/storage-class',
    source: 'pkg/controller/volume/persistentvolume/pv_controller.go (1.5), findProvisionablePlugin',
    today: 'nothing: whatever its value, it meant the default storage class',
    unless: 'volume.beta.kubernetes.io/storage-class',
    translate: ({ object, path }) =>
      typeof mapAt(object, ['spec']).storageClassName === 'string'
        ? { dropped: fieldCounted(path, ['spec', 'storageClassName']) }
        : { dropped: 'whatever its value, it meant the default storage class' },
  },
];

/** Annotations of volumes. */
export const VOLUME_ROWS: readonly AnnotationRow[] = [
  textRow(
    { annotation: 'volume.beta.kubernetes.io/storage-class', source: CLASS },
    ['spec', 'storageClassName'],
    'annotation',
  ),
  {
    annotation: 'volume.beta.kubernetes.io/mount-options',
    source: 'pkg/volume/util/util.go (1.8), MountOptionFromSpec',
    today: 'spec.mountOptions',
    translate: ({ object, value }: Carrier): Effect => {
      const field = ['spec', 'mountOptions'];
      return { object: setIn(object, field, value.split(',')), became: field };
    },
  },
];

/** Annotations of storage classes. */
export const STORAGE_CLASS_ROWS: readonly AnnotationRow[] = [
  textRow(
    {
      annotation: 'storageclass.beta.kubernetes.io/is-default-class',
      source: 'pkg/apis/storage/util/helpers.go (1.6), IsDefaultAnnotation',
    },
    ['metadata', 'annotations', 'storageclass.kubernetes.io/is-default-class'],
    'field',
  ),
];
