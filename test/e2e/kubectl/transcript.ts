/**
 * What was typed at a cluster and what it answered, as text:
 *
 *     ## a remark
 *     $ a line of the shell
 *     > and how it goes on, for a text on its standard input
 *     what it printed
 *     ! what it printed on standard error
 *     ? its exit code, unless that is 0
 *
 * `~` in place of `$` marks what only the embedded cluster is asked, because it is about what is simulated there; `&`
 * what runs in another terminal from then on, to the end.
 */
export interface Row {
  readonly remarks: readonly string[];
  readonly mark: '$' | '~' | '&';
  /** The line, and how it goes on. */
  readonly typed: readonly string[];
  readonly answer: readonly string[];
}

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function parseTranscript(text: string): Row[] {
  const rows: { remarks: string[]; mark: Row['mark']; typed: string[]; answer: string[] }[] = [];
  let remarks: string[] = [];
  for (const line of text.replace(/\n*$/, '').split('\n')) {
    const [, mark, rest = ''] = /^(##|[$~&>]) (.*)$/.exec(line) ?? [];
    const row = rows.at(-1);
    if (mark === '##') remarks.push(rest);
    else if (isMark(mark)) {
      rows.push({ remarks, mark, typed: [rest], answer: [] });
      remarks = [];
    } else if (mark === '>' && row?.answer.length === 0) row.typed.push(rest);
    else if (remarks.length === 0) row?.answer.push(line);
  }
  return rows.map((row) => ({ ...row, answer: trimEnd(row.answer) }));
}

const isMark = (text: string | undefined): text is Row['mark'] => ['$', '~', '&'].includes(text ?? '');

/** Rows as a file has them, an empty line between two. */
export function formatTranscript(rows: readonly Row[]): string {
  return `${rows.map(formatRow).join('\n\n')}\n`;
}

function formatRow({ remarks, mark, typed: [first = '', ...more], answer }: Row): string {
  return [
    ...remarks.map((line) => `## ${line}`),
    `${mark} ${first}`,
    ...more.map((line) => `> ${line}`),
    ...answer,
  ].join('\n');
}

/** What a program printed and how it ended, as lines of a transcript. */
export function formatAnswer({ code, stdout, stderr }: Answer): string[] {
  const errors = trimEnd(stderr.split('\n')).map((line) => `! ${line}`.trimEnd());
  return [...trimEnd(stdout.split('\n')), ...errors, ...(code === 0 ? [] : [`? ${code}`])];
}

function trimEnd(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(0, last + 1);
}
