/** What is in a file system. */
export type Entry = File | Directory | Device;

export interface File {
  readonly type: 'file';
  bytes: Buffer;
  /** Where its bytes lie, with room behind them for what is appended. */
  room?: Buffer;
  mode: number;
  changedAt: number;
}

export interface Directory {
  readonly type: 'directory';
  readonly entries: Map<string, Entry>;
  mode: number;
  changedAt: number;
}

/** `/dev/null`: takes everything and has nothing. */
export interface Device {
  readonly type: 'device';
  readonly mode: number;
  readonly changedAt: number;
}

export const file = (bytes: Buffer, changedAt: number, mode = 0o644): File => ({
  type: 'file',
  bytes,
  mode,
  changedAt,
});

export const directory = (changedAt: number, mode = 0o755): Directory => ({
  type: 'directory',
  entries: new Map(),
  mode,
  changedAt,
});

/** Bytes of an entry and of all below it; each one costs a little by being there. */
export function sizeOf(entry: Entry): number {
  if (entry.type === 'file') return COST + entry.bytes.length;
  if (entry.type === 'device') return 0;
  return [...entry.entries.values()].reduce((sum, one) => sum + sizeOf(one), COST);
}

/** What an entry costs by being there. */
export const COST = 128;

const LEAST_ROOM = 256;

/** Writes behind the end of a file; twice the room is taken when there is none, so that little by little costs no more than at once. */
export function append(to: File, bytes: Buffer): void {
  const length = to.bytes.length + bytes.length;
  if (to.room === undefined || to.room.length < length) {
    to.room = Buffer.allocUnsafeSlow(Math.max(LEAST_ROOM, 2 * length));
    to.bytes.copy(to.room);
  }
  bytes.copy(to.room, to.bytes.length);
  to.bytes = to.room.subarray(0, length);
}

export const namesOf = (path: string): string[] => path.split('/').filter((name) => name !== '');

/** The directory below another one, made if need be; it takes the place of what is none. */
export function folder(root: Directory, names: readonly string[], now: number, mode?: number): Directory {
  return names.reduce((at, name) => {
    const found = at.entries.get(name);
    if (found?.type === 'directory') return found;
    const made = directory(now, mode);
    at.entries.set(name, made);
    return made;
  }, root);
}

/** What is below an entry, if it is there. */
export function entryBelow(root: Entry | undefined, names: readonly string[]): Entry | undefined {
  return names.reduce<Entry | undefined>(
    (at, name) => (at?.type === 'directory' ? at.entries.get(name) : undefined),
    root,
  );
}
