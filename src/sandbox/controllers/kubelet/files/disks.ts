import { Disk } from '../../../containers/files/disk.js';

/** What a volume or a container holds at most: it is in the memory of this process. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** Everybody may write to a volume. */
const VOLUME_MODE = 0o777;

/** The disks of all volumes, on whatever node they are used; made when somebody looks at them first. */
export class Disks {
  readonly #now: () => number;
  readonly #byKey = new Map<string, Disk>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get(key: string): Disk {
    const disk = this.#byKey.get(key) ?? new Disk(this.#now(), MOST_BYTES, VOLUME_MODE);
    this.#byKey.set(key, disk);
    return disk;
  }

  /** Forgets a disk and what is on it. */
  drop(key: string): void {
    this.#byKey.delete(key);
  }

  /** Forgets all disks whose keys begin so. */
  dropAll(prefix: string): void {
    for (const key of this.#byKey.keys()) if (key.startsWith(prefix)) this.#byKey.delete(key);
  }
}

export const volumeKey = (uid: string): string => `volume/${uid}`;

/** What is at a path of a node. */
export const hostKey = (node: string, path: string): string => `host/${node}/${path}`;

/** The disks of one pod alone. */
export const podKey = (uid: string, volume = ''): string => `pod/${uid}/${volume}`;
