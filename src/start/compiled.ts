import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** V8 reads what is aligned without copying it first. */
const ALIGNMENT = 8;
const LENGTH_BYTES = 4;
/** The one of this Node, that of all of them, and the user's own for such things. */
const FOLDERS_OF_OURS = 3;

export interface CompiledScript {
  /** ASCII. */
  readonly text: Buffer;
  /** What V8 made of it. */
  readonly code: Buffer;
}

/** Scripts by their names. */
export type Compiled = ReadonlyMap<string, CompiledScript>;

interface Header {
  /** Of what build of ours the scripts are. */
  readonly build: string;
  /** Of all that comes behind: V8 believes what it is given, and crashes where a disk has not kept it. */
  readonly sum: string;
  readonly chunks: readonly (readonly [name: string, text: number, code: number])[];
}

/** What a file holds of a build; nothing where it is not there, or of another build. */
export function readCompiled(file: string, build: string): Compiled {
  try {
    const bytes = readFileSync(file);
    const start = LENGTH_BYTES + bytes.readUInt32LE(0);
    const header = JSON.parse(bytes.toString('latin1', LENGTH_BYTES, start)) as Header;
    let end = aligned(start);
    if (header.build !== build || header.sum !== sumOf(bytes.subarray(end))) return new Map();
    return new Map(
      header.chunks.map(([name, text, code]) => {
        const [atCode, atText] = [end, end + code];
        end = aligned(atText + text);
        return [name, { text: bytes.subarray(atText, atText + text), code: bytes.subarray(atCode, atText) }];
      }),
    );
  } catch {
    return new Map();
  }
}

/** `writer` is the process that writes. Throws where it cannot be written. Whoever reads it meanwhile sees the file of before, or the whole of this one. */
export function writeCompiled(file: string, build: string, compiled: Compiled, writer: number): void {
  const chunks = [...compiled].map(([name, { text, code }]) => [name, text.length, code.length] as const);
  const parts = [...compiled.values()].map(({ text, code }) => Buffer.concat([code, text]));
  const content = Buffer.concat(parts.map(padded));
  const header = Buffer.from(JSON.stringify({ build, sum: sumOf(content), chunks } satisfies Header), 'latin1');
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(header.length);
  makeFolder(dirname(file), FOLDERS_OF_OURS);
  const unfinished = `${file}.${writer}`;
  writeFileSync(unfinished, Buffer.concat([padded(Buffer.concat([length, header])), content]), { mode: 0o600 });
  renameSync(unfinished, file);
}

/** Node's own way to make all that are missing never ends where the system knows no folder at all, as below /proc. */
function makeFolder(folder: string, depth: number): void {
  if (depth === 0 || existsSync(folder)) return;
  makeFolder(dirname(folder), depth - 1);
  mkdirSync(folder, { mode: 0o700 });
}

const aligned = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

const padded = (part: Buffer): Buffer => Buffer.concat([part, Buffer.alloc(aligned(part.length) - part.length)]);

const sumOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
