import { own } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import type { Kind } from '../kinds/kind.js';
import { badRequest } from '../status/api-error.js';
import { parseFieldSelector } from './field-selector.js';
import { parseLabelSelector } from './parse-label-selector.js';
import { matchesAll } from './requirement.js';

/** Which objects a list or watch is about. */
export type ObjectFilter = (object: KubeObject) => boolean;

export interface Selectors {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  /** Only objects of this name; empty for all. */
  readonly name: string;
}

const EVERYTHING: ObjectFilter = () => true;

/** What the selectors of a request choose of a kind. */
export function objectFilter(kind: Kind, { labelSelector, fieldSelector, name }: Selectors): ObjectFilter {
  const filters = [
    ...(name === '' ? [] : [(object: KubeObject) => object.metadata.name === name]),
    ...(labelSelector === '' ? [] : [labelFilter(labelSelector)]),
    ...(fieldSelector === '' ? [] : fieldFilters(kind, fieldSelector)),
  ];
  const [only] = filters;
  if (only === undefined) return EVERYTHING;
  return filters.length === 1 ? only : (object) => filters.every((filter) => filter(object));
}

function labelFilter(text: string): ObjectFilter {
  const requirements = parseLabelSelector(text);
  return ({ metadata }) => matchesAll(requirements, metadata.labels);
}

function fieldFilters(kind: Kind, text: string): ObjectFilter[] {
  return parseFieldSelector(text).map(({ field, value, isEqual }) => {
    const read = fieldOf(kind, field);
    return (object) => (read(object) === value) === isEqual;
  });
}

const COMMON = '"metadata.name", "metadata.namespace"';

function fieldOf(kind: Kind, field: string): (object: KubeObject) => string {
  if (field === 'metadata.name') return ({ metadata }) => metadata.name;
  if (field === 'metadata.namespace' && kind.namespaced) return ({ metadata }) => metadata.namespace ?? '';
  const read = own(kind.selectable, field);
  if (read !== undefined) return read;
  throw badRequest(unknownField(kind, field));
}

/** Kinds without fields of their own all use one conversion of field labels (apimachinery, runtime/conversion.go). */
function unknownField({ kind, selectable }: Kind, field: string): string {
  if (kind === 'Job') return `field label "${field}" not supported for Job`;
  if (selectable !== undefined) return `field label not supported: ${field}`;
  return `"${field}" is not a known field selector: only ${COMMON}`;
}
