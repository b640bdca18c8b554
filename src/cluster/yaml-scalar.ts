import { type Event, type EVENT_ID, SCALAR_STYLE } from 'js-yaml';

export type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;

/** One escape of a double-quoted scalar, with what it stands for; the end of a line stands for nothing. */
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n|.))/y;
/** Of the escapes of one character, those that stand for white space. */
const BLANK_ESCAPES = new Set(['t', '\t', 'n', 'v', 'f', 'r', ' ', '_', 'N', 'L', 'P', '\n', '\r\n']);

/**
 * Where in the file a character of a scalar's value stands.
 * YAML folds lines and takes indentation away, each style in another way, but all of it is white space: the nth
 * character that is none in the value is the nth that is none in the file, if an escape counts as what it stands for.
 */
export function offsetInSource(source: string, event: ScalarEvent, value: string, at: number): number {
  const wanted = countVisible(value.slice(0, at + 1));
  let seen = 0;
  let last = event.valueStart;
  for (const { offset, visible } of units(source, event)) {
    if (visible === 0) continue;
    last = offset;
    seen += visible;
    if (seen >= wanted) break;
  }
  return last;
}

interface Unit {
  readonly offset: number;
  /** How many characters of the value it is that are not white space. */
  readonly visible: number;
}

function* units(source: string, { valueStart, valueEnd, style }: ScalarEvent): Generator<Unit> {
  for (let offset = valueStart; offset < valueEnd;) {
    const escape = escapeAt(source, offset, style);
    yield { offset, visible: escape?.visible ?? countVisible(source.charAt(offset)) };
    offset += escape?.length ?? 1;
  }
}

function escapeAt(source: string, offset: number, style: number): { length: number; visible: number } | undefined {
  if (style === SCALAR_STYLE.SINGLE_QUOTED && source.startsWith("''", offset)) return { length: 2, visible: 1 };
  if (style !== SCALAR_STYLE.DOUBLE_QUOTED || source[offset] !== '\\') return undefined;
  ESCAPE.lastIndex = offset;
  const [all = '\\', ...groups]: readonly (string | undefined)[] = ESCAPE.exec(source) ?? [];
  const code = groups.slice(0, 3).find((group) => group !== undefined);
  const plain = groups[3] ?? '';
  if (code !== undefined) return { length: all.length, visible: countVisible(characterOf(parseInt(code, 16))) };
  return { length: all.length, visible: BLANK_ESCAPES.has(plain) ? 0 : 1 };
}

/** The parser has refused codes that are none. */
function characterOf(code: number): string {
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : '';
}

function countVisible(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}
