import type { ResourceRequest } from '../request/request.js';
import { badRequest, invalid } from '../status/api-error.js';
import { forbiddenValue, invalidValue } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';

const OPTIONS = { group: '', kind: 'PodLogOptions' };

/** Refuses options of a log that cannot be meant (ValidatePodLogOptions). */
export function checkLogOptions({ query, name }: ResourceRequest): void {
  const atLeast = (option: string, least: number, words: string): FieldError[] => {
    const value = readInteger(query, option);
    return value === undefined || value >= least ? [] : [invalidValue(option, value, words)];
  };
  const isSinceTwice = query.has('sinceTime') && query.has('sinceSeconds');
  checkTime(query.get('sinceTime'));
  const errors = [
    ...atLeast('tailLines', 0, 'must be greater than or equal to 0'),
    ...atLeast('limitBytes', 1, 'must be greater than 0'),
    ...(isSinceTwice
      ? [forbiddenValue('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified')]
      : atLeast('sinceSeconds', 1, 'must be greater than 0')),
    ...(query.has('stream') ? [forbiddenValue('stream', 'may not be specified')] : []),
  ];
  if (errors.length > 0) throw invalid(OPTIONS, name, errors);
}

function readInteger(query: URLSearchParams, option: string): number | undefined {
  const text = query.get(option);
  if (text === null) return undefined;
  if (/^[-+]?\d+$/.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** The layout of a time as Go tells it, with what its beginning stands for. */
const LAYOUT = '2006-01-02T15:04:05Z07:00';
const YEAR = '2006';

function checkTime(text: string | null): void {
  if (text === null || !Number.isNaN(Date.parse(text))) return;
  const quoted = JSON.stringify(text);
  throw badRequest(`parsing time ${quoted} as "${LAYOUT}": cannot parse ${quoted} as "${YEAR}"`);
}
