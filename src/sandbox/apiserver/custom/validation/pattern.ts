/**
 * A pattern of a schema as a regular expression. The server's are those of Go (RE2): besides what both know they have
 * classes such as `[[:alpha:]]`, flags such as `(?i)`, and `\z`, and no looking around.
 */
export function compilePattern(pattern: string): RegExp | undefined {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const expression = compile(pattern);
  if (expression !== undefined && compiled.size < MOST) compiled.set(pattern, expression);
  return expression;
}

const MOST = 4096;
const compiled = new Map<string, RegExp>();

const CLASSES: Readonly<Record<string, string>> = {
  ...{ alnum: 'a-zA-Z0-9', alpha: 'a-zA-Z', digit: '0-9', lower: 'a-z', upper: 'A-Z', space: '\\s', word: '\\w' },
  ...{ xdigit: '0-9a-fA-F', punct: '!-\\/:-@\\[-`{-~', blank: ' \\t', cntrl: '\\x00-\\x1f', print: ' -~' },
};

/** Flags may stand anywhere in Go and hold from there on; here they hold for all of it. */
const FLAGS = /\(\?([ims]+)(?:\)|(?=:))/g;

function compile(pattern: string): RegExp | undefined {
  const flags = new Set([...pattern.matchAll(FLAGS)].flatMap(([, letters = '']) => letters.split('')));
  const text = pattern
    .replace(FLAGS, (whole) => (whole.endsWith(')') ? '' : '(?'))
    .replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES[name] ?? whole)
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\(\?P</g, '(?<');
  if (/\(\?<?[=!]/.test(text)) return undefined;
  const letters = [...flags].join('');
  return attempt(text, `${letters}u`) ?? attempt(text, letters);
}

/** Text with needless escapes reads only without the flag for Unicode. */
function attempt(text: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(text, flags);
  } catch {
    return undefined;
  }
}
