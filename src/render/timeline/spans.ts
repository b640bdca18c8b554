import { lengthOf, type Row } from '../../petset/timeline/timeline.js';
import { escapeTerminal } from '../escape.js';
import { tableLines } from '../table.js';
import { took } from './axis.js';
import { PHASE_STYLES } from './style.js';

/** Every phase of every pet with its figures, and below it what was said about them. */
export function spanTable(rows: readonly Row[]): readonly string[] {
  const spans = rows.flatMap(({ pet, lives }) => lives.flatMap((life) => life.spans.map((span) => ({ pet, span }))));
  const cells = spans.map(({ pet, span }) => [
    pet,
    PHASE_STYLES[span.phase].words,
    second(span.from),
    took(lengthOf(span)),
    escapeTerminal(span.trouble ?? '<none>'),
  ]);
  return [...tableLines(['PET', 'PHASE', 'FROM (UTC)', 'TOOK', 'TROUBLE'], cells), ...markTable(rows)];
}

function markTable(rows: readonly Row[]): readonly string[] {
  const marks = rows.flatMap(({ pet, marks: own }) => own.map((mark) => ({ pet, mark })));
  if (marks.length === 0) return [];
  const cells = marks
    .sort((a, b) => a.mark.at - b.mark.at)
    .map(({ pet, mark: { at, count, reason, message } }) => [
      second(at),
      count > 1 ? String(count) : '',
      pet,
      reason,
      escapeTerminal(message),
    ]);
  return ['', ...tableLines(['AT (UTC)', 'TIMES', 'PET', 'REASON', 'MESSAGE'], cells)];
}

/** `2026-11-22 00:01:10` */
function second(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
