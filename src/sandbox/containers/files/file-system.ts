import { posix } from 'node:path';

import type { Disk } from './disk.js';
import type { Directory, Entry } from './entry.js';
import { append, COST, directory, entryBelow, file, namesOf, sizeOf } from './entry.js';
import { FileFault } from './fault.js';

/** What is mounted: files that are kept on a disk, or such as are made up whenever somebody looks. */
export interface Mount {
  /** Absolute, without a slash at its end. */
  readonly path: string;
  readonly readOnly: boolean;
  /** Nothing while it is not there. */
  root(): Entry | undefined;
  /** Where there is room for more. */
  readonly disk?: Disk;
  /** As `df` and `mount` call it. */
  readonly source: string;
}

/** An existing or a possible entry. */
interface Place {
  readonly mount: Mount;
  readonly entry: Entry | undefined;
  /** The directory that it is in, within its mount. */
  readonly parent: Directory | undefined;
  readonly name: string;
}

const NOTHING = Buffer.alloc(0);

const parentOf = (path: string): string => posix.dirname(path);

/** The files that a container sees: its own, and its volumes where they are mounted. Paths are absolute and normal. */
export class FileSystem {
  /** Longer paths first. */
  readonly mounts: readonly Mount[];
  readonly #now: () => number;

  constructor(mounts: readonly Mount[], now: () => number) {
    this.mounts = mounts.toSorted((a, b) => b.path.length - a.path.length);
    this.#now = now;
    for (const { path } of this.mounts.toReversed()) this.#makeMountPoint(path);
  }

  find(path: string): Entry | undefined {
    try {
      return this.#place(path).entry;
    } catch (error) {
      if (error instanceof FileFault) return undefined;
      throw error;
    }
  }

  /** The entry at a path, which has to be there. */
  get(path: string): Entry {
    const { entry } = this.#place(path);
    if (entry === undefined) throw new FileFault('No such file or directory');
    return entry;
  }

  read(path: string): Buffer {
    const entry = this.get(path);
    if (entry.type === 'directory') throw new FileFault('Is a directory');
    return entry.type === 'file' ? entry.bytes : NOTHING;
  }

  /** What is in a directory, by name. */
  list(path: string): [name: string, entry: Entry][] {
    const entry = this.get(path);
    if (entry.type !== 'directory') throw new FileFault('Not a directory');
    return [...entry.entries.keys()].sort().flatMap((name) => {
      const found = this.find(posix.join(path, name));
      return found === undefined ? [] : [[name, found] satisfies [string, Entry]];
    });
  }

  /** Puts bytes into a file, which is made if need be. */
  write(path: string, bytes: Buffer, how: 'replace' | 'append' = 'replace'): void {
    const { entry, mount, parent, name } = this.#place(path);
    if (entry?.type === 'device') return;
    if (entry?.type === 'directory') throw new FileFault('Is a directory');
    refuseReadOnly(mount);
    if (entry === undefined) {
      mount.disk?.claim(COST + bytes.length);
      inside(parent).entries.set(name, file(Buffer.from(bytes), this.#now()));
      return;
    }
    mount.disk?.claim(bytes.length - (how === 'append' ? 0 : entry.bytes.length));
    if (how === 'append') append(entry, bytes);
    else Object.assign(entry, { bytes: Buffer.from(bytes), room: undefined });
    entry.changedAt = this.#now();
  }

  makeDirectory(path: string): void {
    const { entry, mount, parent, name } = this.#place(path);
    if (entry !== undefined) throw new FileFault('File exists');
    refuseReadOnly(mount);
    mount.disk?.claim(COST);
    inside(parent).entries.set(name, directory(this.#now()));
  }

  /** A file, or a directory with nothing in it. */
  remove(path: string): void {
    const { entry, mount, parent, name } = this.#place(path);
    if (entry === undefined) throw new FileFault('No such file or directory');
    refuseReadOnly(mount);
    if (parent === undefined) throw new FileFault('Device or resource busy');
    if (entry.type === 'directory' && entry.entries.size > 0) throw new FileFault('Directory not empty');
    parent.entries.delete(name);
    mount.disk?.claim(-sizeOf(entry));
  }

  changeMode(path: string, mode: number): void {
    const { entry, mount } = this.#place(path);
    if (entry === undefined) throw new FileFault('No such file or directory');
    refuseReadOnly(mount);
    if (entry.type !== 'device') entry.mode = mode;
  }

  touch(path: string): void {
    const { entry, mount } = this.#place(path);
    if (entry === undefined) this.write(path, NOTHING);
    else if (entry.type !== 'device') {
      refuseReadOnly(mount);
      entry.changedAt = this.#now();
    }
  }

  #place(path: string): Place {
    const mount = this.mounts.find((one) => one.path === '/' || path === one.path || path.startsWith(`${one.path}/`));
    if (mount === undefined) throw new FileFault('No such file or directory');
    let place: Place = { mount, entry: mount.root(), parent: undefined, name: '' };
    for (const name of namesWithin(mount, path)) {
      const { entry } = place;
      if (entry === undefined) throw new FileFault('No such file or directory');
      if (entry.type !== 'directory') throw new FileFault('Not a directory');
      place = { mount, entry: entry.entries.get(name), parent: entry, name };
    }
    return place;
  }

  /** A runtime makes the directories that volumes are mounted at. */
  #makeMountPoint(path: string): void {
    if (path === '/' || parentOf(path) === path) return;
    this.#makeMountPoint(parentOf(path));
    const outside = this.mounts.find((one) => one.path === '/' || path.startsWith(`${one.path}/`));
    const name = posix.basename(path);
    const found = outside === undefined ? undefined : entryBelow(outside.root(), namesWithin(outside, parentOf(path)));
    if (found?.type !== 'directory' || found.entries.has(name)) return;
    const isFile = this.mounts.some((one) => one.path === path && one.root()?.type === 'file');
    found.entries.set(name, isFile ? file(NOTHING, this.#now()) : directory(this.#now()));
    outside?.disk?.recount();
  }
}

const namesWithin = (mount: Mount, path: string): string[] =>
  namesOf(path.slice(mount.path === '/' ? 1 : mount.path.length + 1));

function refuseReadOnly({ readOnly }: Mount): void {
  if (readOnly) throw new FileFault('Read-only file system');
}

function inside(parent: Directory | undefined): Directory {
  if (parent === undefined) throw new FileFault('Device or resource busy');
  return parent;
}
