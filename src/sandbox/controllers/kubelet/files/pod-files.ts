import { posix } from 'node:path';

import type { Disk } from '../../../containers/files/disk.js';
import { entryBelow, namesOf } from '../../../containers/files/entry.js';
import type { Entry } from '../../../containers/files/entry.js';
import type { Mount } from '../../../containers/files/file-system.js';
import type { Container, Pod, VolumeMount } from '../../../model/pod.js';
import type { Volume } from '../../../model/volume.js';
import { expand } from '../environment.js';
import type { NodeTools } from '../node-tools.js';
import { generatedFiles } from './generated.js';
import type { Disks } from './disks.js';
import { hostKey, podKey, volumeKey } from './disks.js';

/** What a container of a pod has mounted, besides its own files. */
export class PodFiles {
  readonly #tools: NodeTools;
  readonly #disks: Disks;

  constructor(tools: NodeTools, disks: Disks) {
    this.#tools = tools;
    this.#disks = disks;
  }

  /** `current` tells the pod as it is now: its labels may change. */
  mounts(current: () => Pod, container: Container, environment: ReadonlyMap<string, string>): Mount[] {
    return (container.volumeMounts ?? []).flatMap((mount) => {
      const volume = current().spec.volumes?.find(({ name }) => name === mount.name);
      return volume === undefined ? [] : [this.#mount(current, volume, mount, environment)];
    });
  }

  #mount(current: () => Pod, volume: Volume, mount: VolumeMount, environment: ReadonlyMap<string, string>): Mount {
    const pod = current();
    const path = posix.resolve('/', mount.mountPath).replace(/(.)\/$/, '$1');
    const subPath = mount.subPath ?? expand(mount.subPathExpr ?? '', environment);
    const disk = this.#disk(pod, volume);
    const isReadOnly = mount.readOnly === true || volume.persistentVolumeClaim?.readOnly === true;
    if (disk === undefined) {
      const root = (): Entry | undefined =>
        entryBelow(generatedFiles(current(), volume, this.#tools), namesOf(subPath));
      return { path, readOnly: true, root, source: 'tmpfs' };
    }
    const root = this.#makeBelow(disk, namesOf(subPath));
    return { path, readOnly: isReadOnly, root: () => root, disk, source: `/dev/${volume.name}` };
  }

  /** Where the files of a volume are kept; nothing for one whose files are made up. */
  #disk({ metadata, spec }: Pod, volume: Volume): Disk | undefined {
    const { hostPath, emptyDir, name } = volume;
    const { namespace = '', uid = '' } = metadata;
    if (hostPath !== undefined) return this.#disks.get(hostKey(spec.nodeName ?? '', hostPath.path));
    if (emptyDir !== undefined) return this.#disks.get(podKey(uid, name));
    const claim = claimOf(volume, metadata.name);
    return claim === undefined ? undefined : this.#disks.get(this.#keyOfClaim(namespace, claim));
  }

  #keyOfClaim(namespace: string, name: string): string {
    const claim = this.#tools.claims.get(namespace, name);
    const volume = this.#tools.volumes.get('', claim?.spec.volumeName ?? '');
    return volumeKey(volume?.metadata.uid ?? claim?.metadata.uid ?? '');
  }

  /** A directory that is mounted in the place of its volume is made if it is not there. */
  #makeBelow(disk: Disk, names: readonly string[]): Entry {
    const found = entryBelow(disk.root, names);
    return found ?? disk.folder(names, this.#tools.clock.now(), 0o777);
  }
}

/** The claim that a volume is of: one that is named, or one of its pod alone. */
function claimOf({ persistentVolumeClaim, ephemeral, name }: Volume, pod: string): string | undefined {
  return persistentVolumeClaim?.claimName ?? (ephemeral === undefined ? undefined : `${pod}-${name}`);
}
