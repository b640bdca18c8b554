import { LAST_APPLIED_ANNOTATION } from '../petset/last-applied.js';

/** kubectl cuts what is longer than this. */
const LONGEST = 140;

/** `Labels:\tapp=nginx`, the keys in their order. */
export function pairLines(title: string, pairs: Readonly<Record<string, string>> = {}): readonly string[] {
  return titled(
    title,
    sorted(Object.keys(pairs)).map((key) => `${key}=${pairs[key] ?? ''}`),
  );
}

/** `Annotations:\tkey: value`; a value that is long or has lines stands below its key. */
export function annotationLines(title: string, annotations: Readonly<Record<string, string>> = {}): readonly string[] {
  const keys = sorted(Object.keys(annotations)).filter((key) => key !== LAST_APPLIED_ANNOTATION);
  return titled(
    title,
    keys.flatMap((key) => {
      const value = (annotations[key] ?? '').replace(/\n$/, '');
      if (key.length + value.length + 2 <= LONGEST && !value.includes('\n')) return [`${key}: ${value}`];
      return [`${key}:`, ...value.split('\n').map((line) => `  ${shortened(line, LONGEST - 2)}`)];
    }),
  );
}

export function titled(title: string, lines: readonly string[]): readonly string[] {
  const [first = '<none>', ...rest] = lines;
  return [`${title}:\t${first}`, ...rest.map((line) => `\t${line}`)];
}

export function shortened(text: string, longest = LONGEST): string {
  return text.length > longest ? `${text.slice(0, longest)}...` : text;
}

/** By their code points, as Go sorts. */
export function sorted(keys: readonly string[]): readonly string[] {
  return sortedBy(keys, (key) => key);
}

export function sortedBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
