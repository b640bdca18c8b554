import { type FieldError, type FieldPath, formatPath, invalid } from '../field-error.js';
import { getIn, isMap, setIn } from '../json-edit.js';
import { placeIn, readJsonText, type TextPlace } from '../json-text.js';
import type { Json, JsonObject } from '../kubernetes.js';
import { type Schema, violations } from '../schema.js';
import { type Draft, moved, put, refuse, takeAway, tell, using } from './draft.js';

/** The object whose metadata carries an annotation. */
export interface Carrier {
  readonly object: Json;
  /** Where it stands in its document. */
  readonly path: FieldPath;
  /** What the annotation says. */
  readonly value: string;
  /** Behind the prefix, where the row is one of a prefix. */
  readonly rest: string;
  /** The one that the document, or else the command line, is for. */
  readonly namespace: string | undefined;
}

/** Something wrong with an annotation: in the JSON that it holds, where that is known. */
export interface Complaint {
  readonly problem: string;
  readonly offset?: number;
}

/** Where a part of what was put into the carrier stood in the text of the annotation. */
export interface FromText {
  readonly at: FieldPath;
  readonly offsetOf: (rest: FieldPath) => number;
}

export type Effect =
  | {
      /** The carrier as it is without the annotation. */
      readonly object: Json;
      /** What was put where, in the carrier; the first is told. */
      readonly became: FieldPath;
      /** What else there is to say, after that. */
      readonly besides?: string;
      readonly fromText?: readonly FromText[];
    }
  | { readonly dropped: string }
  | { readonly complaints: readonly Complaint[] };

/** An annotation that servers of then obeyed, and those of today do not or will not for long. */
export interface AnnotationRow {
  /** Its name; one that ends in a slash is that of all which begin so. */
  readonly annotation: string;
  /** What it is today, for a reader of the table. */
  readonly today: string;
  /** Where it is found in Kubernetes' sources, of the last version which had it. */
  readonly source: string;
  /** The one that counted where both were there. */
  readonly unless?: string;
  readonly translate: (carrier: Carrier) => Effect;
}

/** An object that may carry annotations. */
export interface Site {
  readonly path: FieldPath;
  readonly namespace: string | undefined;
  /** The whole document as it was written. */
  readonly written: Json;
}

/** Translates one annotation of a carrier, or all that begin so. */
export function translateRow(draft: Draft, site: Site, row: AnnotationRow): Draft {
  const all = mapAt(draft.document, [...site.path, 'metadata', 'annotations']);
  const isPrefix = row.annotation.endsWith('/');
  const names = Object.keys(all).filter((name) =>
    isPrefix ? name.startsWith(row.annotation) : name === row.annotation,
  );
  return names.reduce((at, name) => translateOne(using(at, row.annotation), site, row, name), draft);
}

function translateOne(draft: Draft, { path, namespace, written }: Site, row: AnnotationRow, name: string): Draft {
  const annotations = [...path, 'metadata', 'annotations'];
  const place = [...annotations, name];
  const drop = (why: string): Draft => tell(takeAway(draft, place), place, `annotation ${name} dropped: ${why}`);
  const value = getIn(draft.document, place) ?? '';
  if (typeof value !== 'string') return refuse(draft, invalid(place, value, 'must be a text: put it in quotes'));
  if (row.unless !== undefined && mapAt(written, annotations)[row.unless] !== undefined) {
    return drop(`${row.unless} is there too, and counted`);
  }
  const rest = name.slice(row.annotation.length);
  const effect = row.translate({ object: getIn(draft.document, path) ?? {}, path, value, rest, namespace });
  if ('dropped' in effect) return drop(effect.dropped);
  if ('complaints' in effect) return refuse(draft, ...effect.complaints.map((each) => errorAt(place, each)));
  const { object, became, besides = '', fromText = [] } = effect;
  const told = `annotation ${name} became ${formatPath([...path, ...became])}${besides}`;
  const origins = fromText.map(({ at, offsetOf }) => ({ to: [...path, ...at], from: place, offsetOf }));
  const translated = tell(takeAway(put(draft, path, object), place), place, told);
  return moved(translated, { to: [...path, ...became], from: place }, ...origins);
}

function errorAt(path: FieldPath, { problem, offset }: Complaint): FieldError {
  return { path, problem, ...(offset !== undefined && { offset }) };
}

/** A row for an annotation that means nothing to anybody any more. */
export function droppedRow(annotation: string, source: string, dropped: string): AnnotationRow {
  return { annotation, source, today: `nothing: ${dropped}`, translate: () => ({ dropped }) };
}

/** A row for an annotation whose text became a field as it is. Where the field was written too, it counted, or the annotation did. */
export function textRow(
  row: Pick<AnnotationRow, 'annotation' | 'source' | 'unless'>,
  field: FieldPath,
  winner: 'annotation' | 'field',
): AnnotationRow {
  return {
    ...row,
    today: formatPath(field),
    translate: ({ object, value, path }) => {
      const present = getIn(object, field) ?? undefined;
      if (present !== undefined && winner === 'field') return { dropped: fieldCounted(path, field) };
      return { object: setIn(object, field, value), became: field, besides: replaced(present, value) };
    },
  };
}

export function fieldCounted(path: FieldPath, field: FieldPath): string {
  return `${formatPath([...path, ...field])} is there too, and counted`;
}

export function replaced(present: Json | undefined, value: Json): string {
  return present === undefined || present === null || present === value
    ? ''
    : `, and took the place of ${JSON.stringify(present)}`;
}

/** The JSON in an annotation. */
export interface Held {
  readonly value: Json;
  readonly root: TextPlace;
}

/** Reads JSON of a certain shape; every complaint has its path in the JSON, as `[0].image`. */
export function readHeld(text: string, shape: Schema): Held | { readonly complaints: readonly Complaint[] } {
  const json = readJsonText(text);
  if (!json.ok)
    return { complaints: [{ problem: `Invalid value: this is no JSON: ${json.problem}`, offset: json.offset }] };
  const { value, root } = json;
  const misfits = violations(shape, value);
  if (misfits.length === 0) return { value, root };
  return {
    complaints: misfits.map(({ path, problem }) => ({
      problem: path.length === 0 ? problem : `${formatPath(path)}: ${problem}`,
      offset: placeIn(root, path).offset,
    })),
  };
}

/** Where in the text what is held stands, from a path in the JSON on. */
export function offsetsOf({ root }: Held, within: FieldPath = []): FromText['offsetOf'] {
  return (rest) => placeIn(root, [...within, ...rest]).offset;
}

export function mapAt(object: Json, path: FieldPath): JsonObject {
  const value = getIn(object, path);
  return isMap(value) ? value : {};
}
