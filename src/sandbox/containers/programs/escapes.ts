const NAMED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', e: '\x1b', '\\': '\\' };

/** What `echo -e` and `printf` make of backslashes. */
export const unescape = (text: string): string =>
  text.replace(/\\(0[0-7]{1,3}|x[0-9A-Fa-f]{1,2}|[ntrae\\])/g, (_found, escape: string) => {
    if (escape.startsWith('0')) return String.fromCharCode(parseInt(escape, 8));
    if (escape.startsWith('x')) return String.fromCharCode(parseInt(escape.slice(1), 16));
    return NAMED[escape] ?? '';
  });
