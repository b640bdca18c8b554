/** Lines of context around a change. */
const CONTEXT = 3;

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** A unified diff without file names, as Go's difflib writes it; empty if nothing differs. */
export function unifiedDiff(before: readonly string[], after: readonly string[]): string {
  const edits = editsBetween(before, after);
  return hunksOf(edits)
    .map(({ first, last }) => writeHunk(edits, first, last))
    .join('');
}

/** Equal ends are cut off, so that the longest common subsequence is only looked for in between. */
function editsBetween(before: readonly string[], after: readonly string[]): Edit[] {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const same = (lines: readonly string[]): Edit[] => lines.map((line) => ({ sign: ' ', line }));
  return [
    ...same(before.slice(0, head)),
    ...middleEdits(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ];
}

function middleEdits(before: readonly string[], after: readonly string[]): Edit[] {
  const lengths = commonLengths(before, after);
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [removed, added] = [before[i], after[j]];
    if (removed !== undefined && removed === added) {
      edits.push({ sign: ' ', line: removed });
      i += 1;
      j += 1;
    } else if (removed !== undefined && (added === undefined || at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ sign: '-', line: removed });
      i += 1;
    } else {
      edits.push({ sign: '+', line: added ?? '' });
      j += 1;
    }
  }
  return edits;
}

/** Lengths of the longest common subsequences of all pairs of ends. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const [row, below] = [lengths[i] ?? [], lengths[i + 1] ?? []];
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

interface Hunk {
  readonly first: number;
  readonly last: number;
}

/** Changes with their context; those whose contexts touch are one hunk. */
function hunksOf(edits: readonly Edit[]): Hunk[] {
  const hunks: Hunk[] = [];
  for (const [index, { sign }] of edits.entries()) {
    if (sign === ' ') continue;
    const previous = hunks.at(-1);
    const last = Math.min(edits.length - 1, index + CONTEXT);
    const first = Math.max(0, index - CONTEXT);
    if (previous !== undefined && first <= previous.last + 1) hunks[hunks.length - 1] = { first: previous.first, last };
    else hunks.push({ first, last });
  }
  return hunks;
}

function writeHunk(edits: readonly Edit[], first: number, last: number): string {
  const count = (list: readonly Edit[], sign: '-' | '+'): number =>
    list.filter((edit) => edit.sign === ' ' || edit.sign === sign).length;
  const before = edits.slice(0, first);
  const shown = edits.slice(first, last + 1);
  const range = (sign: '-' | '+'): string => `${count(before, sign) + 1},${count(shown, sign)}`;
  const lines = shown.map(({ sign, line }) => `${sign}${line}\n`);
  return `@@ -${range('-')} +${range('+')} @@\n${lines.join('')}`;
}
