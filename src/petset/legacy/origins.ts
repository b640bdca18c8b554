import type { FieldPath } from '../field-error.js';

/** Something of a translated document that stood elsewhere in the one that was written. */
export interface Origin {
  readonly to: FieldPath;
  readonly from: FieldPath;
  /** Where it was a text: the offset in it of what the rest of a path leads to. */
  readonly offsetOf?: (rest: FieldPath) => number;
}

/** Where something stands in a document as it was written. */
export interface WrittenPlace {
  readonly path: FieldPath;
  /** In the text that stands there. */
  readonly offset?: number;
}

/** Where that was written which is at a path of the translated document. The innermost origin knows best; of two, the later. */
export function writtenPlace(origins: readonly Origin[], path: FieldPath): WrittenPlace {
  const fitting = origins.filter(({ to }) => to.every((part, index) => path[index] === part));
  const [origin] = fitting.toReversed().sort((one, other) => other.to.length - one.to.length);
  if (origin === undefined) return { path };
  const rest = path.slice(origin.to.length);
  if (origin.offsetOf === undefined) return { path: [...origin.from, ...rest] };
  return { path: origin.from, offset: origin.offsetOf(rest) };
}
