import { forbiddenValue, notSupported } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { readSwitch } from '../request/switch.js';
import { invalidOptions, readInteger } from './options.js';

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
  const errors = options.watch ? watchErrors(options, query) : listErrors(options, query);
  if (errors.length > 0) throw invalidOptions('ListOptions', errors);
  return options;
}

/** All that is wrong (apimachinery pkg/apis/meta/internalversion/validation, ValidateListOptions). */
function listErrors(options: ListOptions, query: URLSearchParams): FieldError[] {
  return [
    ...(options.resourceVersionMatch === '' ? [] : matchErrors(options)),
    ...(query.has('sendInitialEvents')
      ? [forbiddenValue('sendInitialEvents', 'sendInitialEvents is forbidden for list')]
      : []),
  ];
}

const MATCH = 'resourceVersionMatch';

function matchErrors({ resourceVersion, resourceVersionMatch: match, ...options }: ListOptions): FieldError[] {
  const isZero = match === 'Exact' && resourceVersion === '0';
  return [
    ...(resourceVersion === '' ? [forbiddenMatch('is forbidden unless resourceVersion is provided')] : []),
    ...(options.continue === '' ? [] : [forbiddenMatch('is forbidden when continue is provided')]),
    ...(MATCHES.includes(match) ? [] : [notSupported(MATCH, match, MATCHES)]),
    ...(isZero ? [forbiddenMatch('"exact" is forbidden for resourceVersion "0"')] : []),
  ];
}

const forbiddenMatch = (words: string): FieldError => forbiddenValue(MATCH, `${MATCH} ${words}`);

function watchErrors({ resourceVersionMatch: match, ...options }: ListOptions, query: URLSearchParams): FieldError[] {
  const isInitial = query.has('sendInitialEvents');
  const isNotOlder = match === 'NotOlderThan';
  return [
    ...(isInitial && !isNotOlder
      ? [forbiddenValue(MATCH, `sendInitialEvents requires setting ${MATCH} to NotOlderThan`)]
      : []),
    ...(match !== '' && !isInitial
      ? [forbiddenMatch('is forbidden for watch unless sendInitialEvents is provided')]
      : []),
    ...(match === '' || isNotOlder ? [] : [notSupported(MATCH, match, ['NotOlderThan'])]),
    ...(match !== '' && options.continue !== '' ? [forbiddenMatch('is forbidden when continue is provided')] : []),
  ];
}
