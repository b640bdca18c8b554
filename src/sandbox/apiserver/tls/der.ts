/** The few forms of ASN.1 DER that a certificate is written in. */

const TAGS = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One value: its tag, the length of its contents, its contents. */
export function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return [0x80 | bytes.length, ...bytes];
}

export const sequence = (...items: readonly Buffer[]): Buffer => tagged(TAGS.sequence, ...items);

export const set = (...items: readonly Buffer[]): Buffer => tagged(TAGS.set, ...items);

/** A positive integer, whose first bit says that it is. */
export const integer = (bytes: Buffer): Buffer =>
  tagged(TAGS.integer, ((bytes[0] ?? 0) & 0x80) === 0 ? bytes : Buffer.concat([Buffer.from([0]), bytes]));

export const octetString = (bytes: Buffer): Buffer => tagged(TAGS.octetString, bytes);

export const bitString = (bytes: Buffer): Buffer => tagged(TAGS.bitString, Buffer.from([0]), bytes);

export const utf8 = (text: string): Buffer => tagged(TAGS.utf8String, Buffer.from(text));

/** `YYMMDDhhmmssZ`. */
export const utcTime = (ms: number): Buffer =>
  tagged(
    TAGS.utcTime,
    Buffer.from(
      new Date(ms)
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2),
    ),
  );

/** `1.2.840.10045.4.3.2`. */
export function objectId(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  return tagged(TAGS.objectId, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Seven bits a byte, all but the last marked. */
function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
