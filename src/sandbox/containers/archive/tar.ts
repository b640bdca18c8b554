/** A file or directory of an archive. Its name is as it stands there; that of a directory ends with a slash. */
export interface Member {
  readonly name: string;
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  /** None of a directory. */
  readonly bytes?: Buffer;
}

/** Bytes that are no archive. */
export class TarError extends Error {}

const BLOCK = 512;

/** Where a header has what (POSIX.1-1988, ustar): offset and length. */
const NAME = [0, 100] as const;
const MODE = [100, 8] as const;
const SIZE = [124, 12] as const;
const CHANGED = [136, 12] as const;
const CHECKSUM = [148, 8] as const;
const TYPE = 156;
const MAGIC = 257;
const PREFIX = [345, 155] as const;

/** The types of members: what GNU and PAX put before one whose name does not fit is a member of its own. */
const FILES = ['0', '\0'];
const DIRECTORY = '5';
const GNU_NAME = 'L';
const PAX_HEADER = 'x';

type Place = readonly [offset: number, length: number];

export function writeTar(members: readonly Member[]): Buffer {
  return Buffer.concat([...members.flatMap(writeMember), Buffer.alloc(2 * BLOCK)]);
}

function writeMember({ name, mode, changedAt, bytes }: Member): Buffer[] {
  const isLong = Buffer.byteLength(name) > NAME[1];
  const own = header({ name, mode, changedAt }, bytes === undefined ? DIRECTORY : '0', bytes?.length ?? 0);
  return [...(isLong ? longName(name) : []), own, ...(bytes === undefined ? [] : [filled(bytes)])];
}

function longName(name: string): Buffer[] {
  const text = Buffer.from(`${name}\0`);
  return [header({ name: '././@LongLink', mode: 0, changedAt: 0 }, GNU_NAME, text.length), filled(text)];
}

function header({ name, mode, changedAt }: Member, type: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, ...NAME);
  const numbers = [
    [MODE, mode],
    [SIZE, size],
    [CHANGED, Math.floor(changedAt / 1000)],
  ] as const;
  for (const [place, value] of numbers) writeOctal(block, place, value);
  block.write(type, TYPE);
  block.write('ustar\x0000', MAGIC);
  // It counts as blanks in its own sum.
  block.fill(' ', CHECKSUM[0], CHECKSUM[0] + CHECKSUM[1]);
  const sum = block.reduce((total, byte) => total + byte, 0);
  writeOctal(block, CHECKSUM, sum);
  return block;
}

function writeOctal(block: Buffer, [offset, length]: Place, value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, length);
}

/** Bytes up to the end of their last block. */
const filled = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & (BLOCK - 1))]);

export function readTar(archive: Buffer): Member[] {
  const members: Member[] = [];
  let given: string | undefined;
  for (let at = 0; at < archive.length && archive[at] !== 0;) {
    const block = archive.subarray(at, at + BLOCK);
    const size = readOctal(block, SIZE);
    const end = at + BLOCK + size;
    if (end > archive.length) throw new TarError('short read');
    const bytes = archive.subarray(at + BLOCK, end);
    const type = block.toString('latin1', TYPE, TYPE + 1);
    if (type === GNU_NAME) given = readText(bytes, [0, size]);
    else if (type === PAX_HEADER) given = paxPath(bytes) ?? given;
    else {
      members.push(...readMember(block, type, bytes, given));
      given = undefined;
    }
    at = end + (-size & (BLOCK - 1));
  }
  return members;
}

/** Links and devices are left out. */
function readMember(block: Buffer, type: string, bytes: Buffer, given: string | undefined): Member[] {
  const prefix = readText(block, PREFIX);
  const name = given ?? `${prefix === '' ? '' : `${prefix}/`}${readText(block, NAME)}`;
  const about = { name, mode: readOctal(block, MODE) & 0o777, changedAt: readOctal(block, CHANGED) * 1000 };
  if (type === DIRECTORY) return [about];
  return FILES.includes(type) ? [{ ...about, bytes: Buffer.from(bytes) }] : [];
}

function readText(block: Buffer, [offset, length]: Place): string {
  const text = block.toString('utf8', offset, offset + length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function readOctal(block: Buffer, place: Place): number {
  const text = readText(block, place).trim();
  if (!/^[0-7]*$/.test(text)) throw new TarError('invalid tar magic');
  return parseInt(text || '0', 8);
}

/** The path that a PAX header tells: lines of `LENGTH KEY=VALUE`. */
const paxPath = (bytes: Buffer): string | undefined => /^\d+ path=(.*)$/m.exec(bytes.toString())?.[1];
