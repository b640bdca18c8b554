import { lengthOf, type Life, type Mark, type Row, type Span, type Timeline } from '../../petset/timeline/timeline.js';

/** A timeline as data: times in UTC, lengths in milliseconds. */
export function timelineJson({ from, until, rows }: Timeline): object {
  return { from: iso(from), until: iso(until), milliseconds: Math.round(until - from), pets: rows.map(rowJson) };
}

function rowJson({ pet, ordinal, lives, marks }: Row): object {
  return { name: pet, ordinal, lives: lives.map(lifeJson), marks: marks.map(markJson) };
}

function lifeJson({ uid, spans }: Life): object {
  return { ...(uid !== '' && { uid }), spans: spans.map(spanJson) };
}

function spanJson(span: Span): object {
  const { phase, from, until, trouble } = span;
  return {
    phase,
    ...(trouble && { trouble }),
    from: iso(from),
    until: iso(until),
    milliseconds: Math.round(lengthOf(span)),
  };
}

function markJson({ at, lastAt, count, reason, message, isWarning }: Mark): object {
  const type = isWarning ? 'Warning' : 'Normal';
  return {
    type,
    reason,
    message,
    at: iso(at),
    ...(lastAt !== at && { lastAt: iso(lastAt) }),
    ...(count > 1 && { count }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
