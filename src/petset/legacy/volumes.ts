import { type FieldPath, formatPath } from '../field-error.js';
import { has, type Step, tell, using } from './draft.js';
import { itemsOf } from './edits.js';

/** A type of volume that a server still takes, with a warning, and that no node mounts any more. */
export interface VolumeTypeRow {
  readonly field: string;
  /** The first version whose nodes do not mount it. */
  readonly since: string;
  readonly instead: string;
  /** Only a pod has it, not a PersistentVolume. */
  readonly podsOnly?: true;
}

const CSI = 'a volume of its CSI driver, where there is one';

/** pkg/api/pod/warnings.go and pkg/api/persistentvolume/util.go (1.34). */
export const VOLUME_TYPE_ROWS: readonly VolumeTypeRow[] = [
  {
    field: 'gitRepo',
    since: '1.33',
    instead: 'an emptyDir into which an init container clones the repository',
    podsOnly: true,
  },
  { field: 'glusterfs', since: '1.26', instead: CSI },
  { field: 'cephfs', since: '1.31', instead: CSI },
  { field: 'rbd', since: '1.31', instead: CSI },
  { field: 'flocker', since: '1.25', instead: CSI },
  { field: 'quobyte', since: '1.25', instead: CSI },
  { field: 'photonPersistentDisk', since: '1.16', instead: CSI },
  { field: 'scaleIO', since: '1.22', instead: CSI },
  { field: 'storageos', since: '1.25', instead: CSI },
];

/** Warns of volumes that nothing can be made of but by somebody who knows what is in them. They stay as they are. */
export function warnOfVolumes(pod: FieldPath): Step {
  return (draft) =>
    itemsOf(draft.document, [...pod, 'spec', 'volumes']).reduce((at, volume) => warnOf(volume, true)(at), draft);
}

export const warnOfPersistentVolume: Step = warnOf(['spec'], false);

function warnOf(place: FieldPath, isPod: boolean): Step {
  return (draft) =>
    VOLUME_TYPE_ROWS.filter(({ podsOnly = false }) => isPod || !podsOnly).reduce((at, { field, since, instead }) => {
      const path = [...place, field];
      if (!has(at, path)) return at;
      const told = `Warning: ${formatPath(path)} stays, and nodes of ${since} and newer do not mount it: use ${instead}`;
      return using(tell(at, path, told), field);
    }, draft);
}
