import { badRequest } from '../status/api-error.js';

export interface FieldTerm {
  readonly field: string;
  readonly value: string;
  readonly isEqual: boolean;
}

/** Reads `status.phase!=Running,spec.nodeName=` as apimachinery's fields.ParseSelector does. */
export function parseFieldSelector(text: string): FieldTerm[] {
  return splitTerms(text)
    .filter((term) => term !== '')
    .map((term) => parseTerm(term, text));
}

/** A term with its unescaped operator: the first `!=`, `==` or `=`. */
const TERM = /^((?:\\.|[^\\=!])*)(!=|==|=)([^]*)$/;

function parseTerm(term: string, whole: string): FieldTerm {
  const [, field, operator, value] = TERM.exec(term) ?? [];
  if (field === undefined || operator === undefined || value === undefined) {
    throw badRequest(`invalid selector: '${whole}'; can't understand '${term}'`);
  }
  return { field, value: unescape(value), isEqual: operator !== '!=' };
}

function unescape(value: string): string {
  const stray = /(?:^|[^\\])(?:\\\\)*([=,])/.exec(value)?.[1];
  if (stray !== undefined)
    throw badRequest(`invalid field selector: unescaped character in value: ${stray.charCodeAt(0)}`);
  return value.replace(/\\([\\,=])/g, '$1');
}

/** At commas that no backslash escapes. */
function splitTerms(text: string): string[] {
  return text.match(/(?:\\.|[^\\,])+/g) ?? [];
}
