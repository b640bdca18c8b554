import { forbiddenValue, notSupported } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { invalidOptions, readInteger, readSwitch } from './options.js';

export interface ListOptions {
  readonly labelSelector: string;
  readonly fieldSelector: string;
  readonly limit: number;
  readonly continue: string;
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  readonly watch: boolean;
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents: boolean;
  readonly timeoutSeconds: number | undefined;
}

const MATCHES = ['Exact', 'NotOlderThan', ''];

export function readListOptions(query: URLSearchParams): ListOptions {
  const text = (name: string): string => query.get(name) ?? '';
  const options: ListOptions = {
    labelSelector: text('labelSelector'),
    fieldSelector: text('fieldSelector'),
    limit: readInteger(query, 'limit') ?? 0,
    continue: text('continue'),
    resourceVersion: text('resourceVersion'),
    resourceVersionMatch: text('resourceVersionMatch'),
    watch: readSwitch(query, 'watch'),
    allowWatchBookmarks: readSwitch(query, 'allowWatchBookmarks'),
    sendInitialEvents: readSwitch(query, 'sendInitialEvents'),
    timeoutSeconds: readInteger(query, 'timeoutSeconds'),
  };
  const errors = options.watch ? watchErrors(options) : listErrors(options, query);
  if (errors.length > 0) throw invalidOptions('ListOptions', errors);
  return options;
}

function listErrors(
  { resourceVersion, resourceVersionMatch: match }: ListOptions,
  query: URLSearchParams,
): FieldError[] {
  const field = 'resourceVersionMatch';
  if (query.has('sendInitialEvents')) {
    return [forbiddenValue('sendInitialEvents', 'sendInitialEvents is forbidden for list')];
  }
  if (!MATCHES.includes(match)) return [notSupported(field, match, MATCHES)];
  if (match === '') return [];
  if (resourceVersion === '')
    return [forbiddenValue(field, `${field} is forbidden unless resourceVersion is provided`)];
  const isZero = match === 'Exact' && resourceVersion === '0';
  return isZero ? [forbiddenValue(field, `${field} "Exact" is forbidden for resourceVersion "0"`)] : [];
}

function watchErrors({ sendInitialEvents, resourceVersionMatch: match }: ListOptions): FieldError[] {
  const field = 'resourceVersionMatch';
  if (!sendInitialEvents) {
    return match === ''
      ? []
      : [forbiddenValue(field, `${field} is forbidden for watch unless sendInitialEvents is provided`)];
  }
  if (match === 'NotOlderThan') return [];
  return [forbiddenValue(field, `sendInitialEvents requires setting ${field} to NotOlderThan`)];
}
