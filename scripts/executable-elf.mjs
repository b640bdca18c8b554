// Puts a note into an executable of Linux, which is how Node 20 to 24 find the program that a single executable is to run.

import { Buffer } from 'node:buffer';

/** Of the ELF format, 64 bit: where things are in the header of the file and in that of a segment (man 5 elf). */
const FILE = { class: 4, type: 16, segments: 32, segmentSize: 54, segmentCount: 56 };
const SEGMENT = { type: 0, flags: 4, offset: 8, address: 16, physical: 24, fileSize: 32, memorySize: 40, align: 48 };
const TYPE = { load: 1, note: 4, itself: 6 };
const READABLE = 4;
/** Not at an address of the system's choice, as the official builds of Node are linked. */
const FIXED = 2;
/** The largest page of any Linux that Node is built for. */
const PAGE = 0x10000;

const upTo = (multiple, number) => Math.ceil(number / multiple) * multiple;
const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc(upTo(4, bytes.length) - bytes.length)]);

/**
 * The executable with one more note. Its bytes stay where they are; the notes it had go with the new one to its end, into a
 * segment that is loaded behind all others. The table of segments cannot grow, for there is something behind it: the entry
 * by which it describes itself makes room, which only executables need that are loaded anywhere.
 *
 * @param {Buffer} executable
 * @param {string} name
 * @param {Buffer} contents
 */
export function withNote(executable, name, contents) {
  const table = tableOf(executable);
  const segments = table.filter((segment) => typeOf(segment) !== TYPE.itself);
  const note = segments.findIndex((segment) => typeOf(segment) === TYPE.note);
  const lastLoad = segments.findLastIndex((segment) => typeOf(segment) === TYPE.load);
  if (segments.length === table.length || note === -1 || lastLoad === -1) {
    throw new Error('its segments are not those of an official build of Node');
  }

  const notes = Buffer.concat([padded(contentsOf(segments[note], executable)), noteOf(name, contents)]);
  const place = {
    offset: upTo(PAGE, executable.length),
    address: upTo(PAGE, endInMemory(segments)),
    size: notes.length,
  };
  segments[note] = segmentOf({ type: TYPE.note, ...place, align: 4 });
  segments.splice(lastLoad + 1, 0, segmentOf({ type: TYPE.load, ...place, align: PAGE }));

  const result = Buffer.concat([executable, Buffer.alloc(place.offset - executable.length), notes]);
  Buffer.concat(segments).copy(result, Number(executable.readBigUInt64LE(FILE.segments)));
  return result;
}

/** The headers of all segments. */
function tableOf(executable) {
  const isElf64 = executable.toString('latin1', 0, 4) === '\x7fELF' && executable[FILE.class] === 2;
  if (!isElf64 || executable.readUInt16LE(FILE.type) !== FIXED) {
    throw new Error(
      'it is no executable of Linux that is loaded at a fixed address, as the official builds of Node are',
    );
  }
  const start = Number(executable.readBigUInt64LE(FILE.segments));
  const size = executable.readUInt16LE(FILE.segmentSize);
  const count = executable.readUInt16LE(FILE.segmentCount);
  return Array.from({ length: count }, (_, index) =>
    Buffer.from(executable.subarray(start + index * size, start + (index + 1) * size)),
  );
}

const typeOf = (segment) => segment.readUInt32LE(SEGMENT.type);
const numberOf = (segment, field) => Number(segment.readBigUInt64LE(SEGMENT[field]));

function contentsOf(segment, executable) {
  const offset = numberOf(segment, 'offset');
  return executable.subarray(offset, offset + numberOf(segment, 'fileSize'));
}

const endInMemory = (segments) =>
  Math.max(
    ...segments
      .filter((segment) => typeOf(segment) === TYPE.load)
      .map((segment) => numberOf(segment, 'address') + numberOf(segment, 'memorySize')),
  );

function noteOf(name, contents) {
  const text = Buffer.from(`${name}\0`);
  const header = Buffer.alloc(12);
  header.writeUInt32LE(text.length, 0);
  header.writeUInt32LE(contents.length, 4);
  return Buffer.concat([header, padded(text), padded(contents)]);
}

function segmentOf({ type, offset, address, size, align }) {
  const segment = Buffer.alloc(56);
  segment.writeUInt32LE(type, SEGMENT.type);
  segment.writeUInt32LE(READABLE, SEGMENT.flags);
  const numbers = { offset, address, physical: address, fileSize: size, memorySize: size, align };
  for (const [field, number] of Object.entries(numbers)) segment.writeBigUInt64LE(BigInt(number), SEGMENT[field]);
  return segment;
}
