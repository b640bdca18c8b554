import { describe, expect, test } from 'vitest';
import { withNote } from '../../../scripts/executable-elf.mjs';

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
  readonly memory?: number;
}

const LOAD = 1;
const NOTE = 4;
const ITSELF = 6;
const TABLE = 64;
const ENTRY = 56;

/** As a linker would write it, in little: a table of segments, and what they are of. */
function elf(segments: readonly Segment[], { length = 0x2000, type = 2 } = {}): Buffer {
  const file = Buffer.alloc(length, 0xcc);
  file.fill(0, 0, TABLE);
  file.write('\x7fELF\x02\x01\x01', 'latin1');
  file.writeUInt16LE(type, 16);
  file.writeBigUInt64LE(BigInt(TABLE), 32);
  file.writeUInt16LE(ENTRY, 54);
  file.writeUInt16LE(segments.length, 56);
  for (const [index, segment] of segments.entries()) {
    const at = TABLE + index * ENTRY;
    file.fill(0, at, at + ENTRY);
    file.writeUInt32LE(segment.type, at);
    const { offset, address, size, memory = size } = segment;
    for (const [field, number] of [offset, address, address, size, memory].entries()) {
      file.writeBigUInt64LE(BigInt(number), at + 8 + field * 8);
    }
  }
  return file;
}

function segmentsOf(file: Buffer): Required<Segment>[] {
  return Array.from({ length: file.readUInt16LE(56) }, (_, index) => {
    const at = TABLE + index * ENTRY;
    const number = (offset: number): number => Number(file.readBigUInt64LE(at + offset));
    return {
      type: file.readUInt32LE(at),
      offset: number(8),
      address: number(16),
      size: number(32),
      memory: number(40),
    };
  });
}

/** Name and contents of each note, read from the addresses of memory, as a program sees its own. */
function notesOf(file: Buffer): [string, string][] {
  const segments = segmentsOf(file);
  return segments
    .filter(({ type }) => type === NOTE)
    .flatMap(({ address, size }) => {
      const loaded = segments.find(
        (load) => load.type === LOAD && load.address <= address && address + size <= load.address + load.size,
      );
      if (loaded === undefined) throw new Error('a segment of notes that is not loaded');
      let at = loaded.offset + address - loaded.address;
      const end = at + size;
      const notes: [string, string][] = [];
      while (at < end) {
        const [name, contents] = [file.readUInt32LE(at), file.readUInt32LE(at + 4)];
        const from = at + 12 + 4 * Math.ceil(name / 4);
        notes.push([
          file.toString('latin1', at + 12, at + 12 + name - 1),
          file.toString('latin1', from, from + contents),
        ]);
        at = from + 4 * Math.ceil(contents / 4);
      }
      return notes;
    });
}

const OLD_NOTE = Buffer.concat([Buffer.from([4, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0]), Buffer.from('GNU\0old\0')]);

const usual: readonly Segment[] = [
  { type: ITSELF, offset: TABLE, address: 0x400040, size: 5 * ENTRY },
  { type: LOAD, offset: 0, address: 0x400000, size: 0x1000 },
  { type: LOAD, offset: 0x1000, address: 0x411000, size: 0x800, memory: 0x20000 },
  { type: NOTE, offset: 0x800, address: 0x400800, size: OLD_NOTE.length },
  { type: 0x6474e551, offset: 0, address: 0, size: 0 },
];

function executable(): Buffer {
  const file = elf(usual);
  OLD_NOTE.copy(file, 0x800);
  return file;
}

describe('an executable of Linux with a note', () => {
  test('has it among those it had, in memory that nothing else has', () => {
    const result = withNote(executable(), 'PETS', Buffer.from('the program'));
    expect(notesOf(result)).toEqual([
      ['GNU', 'old'],
      ['PETS', 'the program'],
    ]);
    const loads = segmentsOf(result).filter(({ type }) => type === LOAD);
    expect(loads.slice(0, 2)).toEqual([
      { type: LOAD, offset: 0, address: 0x400000, size: 0x1000, memory: 0x1000 },
      { type: LOAD, offset: 0x1000, address: 0x411000, size: 0x800, memory: 0x20000 },
    ]);
    expect(loads[2]).toMatchObject({ offset: 0x10000, address: 0x440000 });
  });

  test('has every byte where it was but for the table of its segments, which is no longer than before', () => {
    const before = executable();
    const after = withNote(before, 'PETS', Buffer.from('the program'));
    expect(after.subarray(0, TABLE)).toEqual(before.subarray(0, TABLE));
    const behindTable = TABLE + usual.length * ENTRY;
    expect(after.subarray(behindTable, before.length)).toEqual(before.subarray(behindTable));
    expect(segmentsOf(after)).toHaveLength(usual.length);
  });

  test.each<[string, Buffer]>([
    ['that is loaded anywhere', elf(usual, { type: 3 })],
    ['of another system', Buffer.alloc(0x2000, 'MZ')],
    ['without a table entry to spare', elf(usual.slice(1))],
    ['without notes', elf(usual.filter(({ type }) => type !== NOTE))],
  ])('one %s is refused', (_, file) => {
    expect(() => withNote(file, 'PETS', Buffer.from('the program'))).toThrow(/official build/);
  });
});
