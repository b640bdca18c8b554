/**
 * Fields of API structs as a compact notation, one struct an entry, its fields parted by `;`:
 *
 *     name! string; image string; ports []ContainerPort @containerPort; runAsUser *int64; labels map[string]string
 *
 * - `!`: written even when empty (in Go: no omitempty, or a struct, which omitempty does not drop);
 * - `*`: a pointer, so that a zero that was given is kept, where it is dropped without;
 * - `@key`: a strategic merge patch merges this list by that key; `@` alone merges a list of plain values.
 * - `%key+key`: what server-side apply tells the items of this list apart by, where it is not the key after `@`; `%`
 *   alone for a set of plain values, `%-` for what is owned whole (lists without a key are), `%*` for what is not,
 *   though its type is. A struct that begins with `%-` is owned whole wherever it is a field.
 * - `=TCP`: stands for a key that is left out.
 *
 * - `~`: kind and apiVersion, which protobuf tells outside of the object;
 * - `#7`: the number of the field in protobuf, where it is not one more than that of the field before;
 * - `{...}`: fields that are a message of their own in protobuf (structs that Go embeds); it takes a number too.
 *
 * A type that is neither built in nor an entry of the table is a named string (`RestartPolicy`).
 */
export type FieldTable = Readonly<Record<string, string>>;

const SCALARS = [
  ...['string', 'bool', 'int32', 'int64', 'int', 'uint32', 'float64', 'bytes'],
  ...['Time', 'MicroTime', 'Quantity', 'IntOrString', 'any'],
] as const;

export type Scalar = (typeof SCALARS)[number];

/** A type as decoding needs it. `goName` is how the server's JSON errors call it. */
export type FieldType =
  | { readonly form: 'scalar'; readonly scalar: Scalar; readonly goName: string }
  | { readonly form: 'struct'; readonly struct: string; readonly goName: string }
  | { readonly form: 'list'; readonly item: FieldType; readonly goName: string }
  | { readonly form: 'map'; readonly value: FieldType; readonly goName: string };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly pointer: boolean;
  readonly always: boolean;
  /** How a strategic merge patch treats a list: by this key, as a set of values (''), or replaces it (undefined). */
  readonly mergeKey: string | undefined;
  /** How server-side apply sees it, where that is not what `mergeKey` and the type say: what stands after `%`. */
  readonly owners: string | undefined;
  /** What stands for it in the key of a list when it is left out. */
  readonly default: string | undefined;
  /** Numbers of the messages that hold it in protobuf, and its own; none if protobuf does not have it. */
  readonly numbers: readonly number[];
}

export interface Struct extends ReadonlyMap<string, Field> {
  /** Whether server-side apply sees it as one value. */
  readonly isAtomic: boolean;
}

const ATOMIC = /^\s*%- /;

/** Names of types that are not what they look like: a map under a name of its own. */
const NAMED_TYPES: Readonly<Record<string, string>> = { ResourceList: 'map[string]Quantity' };

/** Where error messages put a type elsewhere than in `v1`. */
const GO_PACKAGES: Readonly<Record<string, string>> = { UID: 'types.UID', NodeName: 'types.NodeName' };

/** Reads the notation of one struct. `isStruct` tells structs from named strings. */
export function parseStruct(notation: string, isStruct: (name: string) => boolean): Struct {
  const numbering = new Numbering();
  const fields = notation
    .replace(ATOMIC, '')
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => parseField(text, numbering, isStruct));
  const struct = new Map(fields.map((field) => [field.name, field]));
  return Object.assign(struct, { isAtomic: ATOMIC.test(notation) });
}

/** `{`, `~`, name, number, `!`, type, merge key, owners, default, `}`. */
const FIELD =
  /^((?:\{(?:#\d+ )?)*)(~?)([\w$-]+)(?:#(\d+))?(!?) (\*?)(\S+?)(?: @(\w*))?(?: %([\w+*-]*))?(?: =(\w*))?(\}*)$/;

function parseField(text: string, numbering: Numbering, isStruct: (name: string) => boolean): Field {
  const [, opened = '', outside, name, number, always, pointer, type = '', mergeKey, owners, standIn, closed = ''] =
    FIELD.exec(text) ?? [];
  if (name === undefined) throw new Error(`${text}: is no field`);
  for (const [, start] of opened.matchAll(/\{(?:#(\d+))?/g)) numbering.open(start);
  const numbers = outside === '' ? numbering.next(number) : [];
  for (let braces = closed.length; braces > 0; braces -= 1) numbering.close();
  return {
    name,
    type: parseType(type, isStruct),
    pointer: pointer !== '',
    always: always !== '',
    mergeKey,
    owners,
    default: standIn,
    numbers,
  };
}

/** Counts fields, message by message. */
class Numbering {
  /** The last number taken, of each message that is open. */
  readonly #taken = [0];

  /** The numbers that lead to the next field. */
  next(given: string | undefined): number[] {
    this.#take(given);
    return [...this.#taken];
  }

  open(given: string | undefined): void {
    this.#take(given);
    this.#taken.push(0);
  }

  close(): void {
    this.#taken.pop();
  }

  #take(given: string | undefined): void {
    const last = this.#taken.pop() ?? 0;
    this.#taken.push(given === undefined ? last + 1 : Number(given));
  }
}

function parseType(text: string, isStruct: (name: string) => boolean): FieldType {
  const [, prefix, rest] = /^(\[\]|map\[\w+\])(.+)$/.exec(text) ?? [];
  if (prefix !== undefined && rest !== undefined) {
    const inner = parseType(rest, isStruct);
    const goName = prefix + inner.goName;
    return prefix === '[]' ? { form: 'list', item: inner, goName } : { form: 'map', value: inner, goName };
  }
  const named = NAMED_TYPES[text];
  if (named !== undefined) return { ...parseType(named, isStruct), goName: `v1.${text}` };
  const scalar = SCALARS.find((name) => name === text);
  if (scalar !== undefined) return { form: 'scalar', scalar, goName: scalar === 'bytes' ? '[]uint8' : scalar };
  const goName = GO_PACKAGES[text] ?? `v1.${text.replace(/^.*\./, '')}`;
  return isStruct(text) ? { form: 'struct', struct: text, goName } : { form: 'scalar', scalar: 'string', goName };
}
