import type { FieldError, FieldPath } from '../field-error.js';
import { getIn, isMap, setIn } from '../json-edit.js';
import type { Json } from '../kubernetes.js';
import { type Origin, writtenPlace, type WrittenPlace } from './origins.js';

/** What sets are to become. */
export type Target = 'petset' | 'statefulset';

/** One thing of 2016 that became one of today. */
export interface Translation extends WrittenPlace {
  /** What became what, to be read after the place. */
  readonly told: string;
}

/** A document on its way from what it was to what it is to be. */
export interface Draft {
  readonly document: Json;
  readonly translations: readonly Translation[];
  readonly errors: readonly FieldError[];
  /** Where in the document as it was written things come from that stand elsewhere now. */
  readonly origins: readonly Origin[];
  /** The rows of the tables that had something to do, by what they were. */
  readonly used: readonly string[];
}

/** A translation of a whole document; it leaves a document alone that it does not concern. */
export type Step = (draft: Draft) => Draft;

export function draftOf(document: Json): Draft {
  return { document, translations: [], errors: [], origins: [], used: [] };
}

export function through(draft: Draft, steps: readonly Step[]): Draft {
  return steps.reduce((at, step) => step(at), draft);
}

/** `path` is that of the document as it is now. */
export function tell(draft: Draft, path: FieldPath, told: string): Draft {
  const place = writtenPlace(draft.origins, path);
  return { ...draft, translations: [...draft.translations, { ...place, told }] };
}

/** The paths are those of the document as it is now. */
export function refuse(draft: Draft, ...errors: readonly FieldError[]): Draft {
  const placed = errors.map((error) => ({ ...error, ...writtenPlace(draft.origins, error.path) }));
  return { ...draft, errors: [...draft.errors, ...placed] };
}

/** Nothing as a value takes the field away. */
export function put(draft: Draft, path: FieldPath, value: Json | undefined): Draft {
  return { ...draft, document: setIn(draft.document, path, value) };
}

/** Takes a field away, and the map around it where it was the only one in there. */
export function takeAway(draft: Draft, path: FieldPath): Draft {
  const rest = put(draft, path, undefined);
  const around = path.slice(0, -1);
  const left = getIn(rest.document, around);
  return isMap(left) && Object.keys(left).length === 0 ? put(rest, around, undefined) : rest;
}

/** Says that what is at `to` was written elsewhere. */
export function moved(draft: Draft, ...origins: readonly Origin[]): Draft {
  return { ...draft, origins: [...draft.origins, ...origins] };
}

export function using(draft: Draft, row: string): Draft {
  return { ...draft, used: [...draft.used, row] };
}

/** The text at a path; nothing is empty. */
export function textAt({ document }: Draft, path: FieldPath): string {
  const value = getIn(document, path);
  return typeof value === 'string' ? value : '';
}

/** Whether something was written at a path: a field that is there and null counts as left out, as everywhere in Kubernetes. */
export function has({ document }: Draft, path: FieldPath): boolean {
  const value = getIn(document, path);
  return value !== undefined && value !== null;
}
