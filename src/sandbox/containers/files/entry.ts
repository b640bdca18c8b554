/** What is in a file system. */
export type Entry = File | Directory | Device;

export interface File {
  readonly type: 'file';
  bytes: Buffer;
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

const COST = 128;
