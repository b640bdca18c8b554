import type { Directory } from './entry.js';
import { directory, sizeOf } from './entry.js';
import { FileFault } from './fault.js';

/** Files that somebody may write, as long as there is room: they are in the memory of this process. */
export class Disk {
  readonly root: Directory;
  readonly limit: number;

  constructor(now: number, limit: number, mode = 0o755) {
    this.root = directory(now, mode);
    this.limit = limit;
  }

  get used(): number {
    return sizeOf(this.root);
  }

  /** Refuses what does not fit in any more. */
  claim(bytes: number): void {
    if (this.used + bytes > this.limit) throw new FileFault('No space left on device');
  }
}
