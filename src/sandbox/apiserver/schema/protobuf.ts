import type { Json, JsonObject } from '../../model/json.js';
import { parseJson } from '../../model/json.js';
import type { Field, FieldType, Scalar } from './field.js';
import { structOf } from './structs.js';
import { readWire } from './wire.js';
import type { WireValue } from './wire.js';

/** Reads a protobuf message as the JSON of the same struct. kubectl writes what it creates itself in protobuf. */
export function decodeProtobuf(struct: string, bytes: Buffer): JsonObject {
  return readMessage(fieldTree([...structOf(struct).values()], 0), bytes);
}

/** Fields by number; fields of embedded structs are a tree of their own. */
type FieldTree = ReadonlyMap<number, Field | FieldTree>;

function fieldTree(fields: readonly Field[], depth: number): FieldTree {
  const tree = new Map<number, Field | FieldTree>();
  for (const number of new Set(fields.flatMap(({ numbers }) => numbers[depth] ?? []))) {
    const under = fields.filter(({ numbers }) => numbers[depth] === number);
    const [only] = under;
    const isLeaf = only?.numbers.length === depth + 1;
    tree.set(number, isLeaf ? only : fieldTree(under, depth + 1));
  }
  return tree;
}

const isTree = (node: Field | FieldTree): node is FieldTree => node instanceof Map;

function readMessage(tree: FieldTree, bytes: Buffer): JsonObject {
  const result: JsonObject = {};
  for (const { number, value } of readWire(bytes)) {
    const node = tree.get(number);
    if (node === undefined) continue;
    if (isTree(node)) Object.assign(result, readMessage(node, bytesOf(value)));
    else readField(node, value, result);
  }
  return result;
}

/** Lists and maps come item by item. */
function readField({ name, type }: Field, value: WireValue, result: JsonObject): void {
  if (type.form === 'list') {
    const items = Array.isArray(result[name]) ? result[name] : [];
    result[name] = [...items, readValue(type.item, value)];
  } else if (type.form === 'map') {
    result[name] = { ...(result[name] as JsonObject | undefined), ...readEntry(type.value, value) };
  } else {
    result[name] = readValue(type, value);
  }
}

/** An entry of a map is a message of key and value. */
function readEntry(type: FieldType, entry: WireValue): JsonObject {
  let key = '';
  let item: Json = '';
  for (const { number, value } of readWire(bytesOf(entry))) {
    if (number === 1) key = bytesOf(value).toString();
    else item = readValue(type, value);
  }
  return { [key]: item };
}

function readValue(type: FieldType, value: WireValue): Json {
  if (type.form === 'struct') return decodeProtobuf(type.struct, bytesOf(value));
  return type.form === 'scalar' ? SCALARS[type.scalar](value) : null;
}

const bytesOf = (value: WireValue): Buffer => (Buffer.isBuffer(value) ? value : Buffer.alloc(0));

const textOf = (value: WireValue): string => bytesOf(value).toString();

/** Numbers are 64 bits, negative ones in two's complement. */
const numberOf = (value: WireValue): number => (Buffer.isBuffer(value) ? 0 : Number(BigInt.asIntN(64, value)));

/** The first value with a number in a message. */
function part(message: WireValue, number: number): WireValue | undefined {
  return readWire(bytesOf(message)).find((one) => one.number === number)?.value;
}

const SCALARS: Readonly<Record<Scalar, (value: WireValue) => Json>> = {
  string: textOf,
  bytes: (value) => bytesOf(value).toString('base64'),
  bool: (value) => numberOf(value) !== 0,
  int32: numberOf,
  int64: numberOf,
  int: numberOf,
  uint32: numberOf,
  float64: (value) => bytesOf(value).readDoubleLE(),
  Time: (value) => readTime(value, 0),
  MicroTime: (value) => readTime(value, 6),
  Quantity: (value) => textOf(part(value, 1) ?? Buffer.alloc(0)),
  IntOrString: (value) =>
    numberOf(part(value, 1) ?? 0n) === 0 ? numberOf(part(value, 2) ?? 0n) : textOf(part(value, 3) ?? Buffer.alloc(0)),
  any: (value) => parseJson(textOf(part(value, 1) ?? Buffer.from('null'))),
};

/** Seconds and nanoseconds; an empty message is no time at all. */
function readTime(value: WireValue, digits: number): Json {
  const seconds = part(value, 1);
  if (seconds === undefined) return null;
  const text = new Date(numberOf(seconds) * 1000).toISOString().slice(0, 19);
  const nanos = String(numberOf(part(value, 2) ?? 0n)).padStart(9, '0');
  return digits === 0 ? `${text}Z` : `${text}.${nanos.slice(0, digits)}Z`;
}
