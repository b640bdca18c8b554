import type { Directory } from './entry.js';
import { directory, folder, sizeOf } from './entry.js';
import { FileFault } from './fault.js';

/** Files that somebody may write, as long as there is room: they are in the memory of this process. */
export class Disk {
  readonly root: Directory;
  readonly limit: number;
  /** Counted once, and kept up to date from then on. */
  #used: number | undefined;

  constructor(now: number, limit: number, mode = 0o755) {
    this.root = directory(now, mode);
    this.limit = limit;
  }

  get used(): number {
    this.#used ??= sizeOf(this.root);
    return this.#used;
  }

  /** Takes room for what is written, and refuses what does not fit in any more; gives it back for less than nothing. */
  claim(bytes: number): void {
    if (bytes > 0 && this.used + bytes > this.limit) throw new FileFault('No space left on device');
    this.#used = this.used + bytes;
  }

  /** Something was put there past it. */
  recount(): void {
    this.#used = undefined;
  }

  /** A directory, which is made if need be whether there is room or not. */
  folder(names: readonly string[], now: number, mode?: number): Directory {
    this.recount();
    return folder(this.root, names, now, mode);
  }
}
