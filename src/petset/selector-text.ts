import type { LabelSelector, LabelSelectorRequirement } from './kubernetes.js';

/** One term of a selector as it is written. Source: apimachinery pkg/labels, selector.go, Parser. */
const TERM =
  /^\s*(?:(!)\s*([^\s!=,()]+)|([^\s!=,()]+)(?:\s*(==|=|!=)\s*([^\s!=,()]*)|\s+(in|notin)\s*\(([^()]*)\))?)\s*(?:,|$)/;

/** Reads a selector as `-l` takes it: `app=nginx,tier in (a,b),!old`; nothing where it makes no sense. */
export function parseSelector(text: string): LabelSelector | undefined {
  const matchExpressions: LabelSelectorRequirement[] = [];
  let rest = text.trim();
  // What ends in a comma wants another term.
  if (rest.endsWith(',')) return undefined;
  while (rest !== '') {
    const match = TERM.exec(rest);
    if (match === null) return undefined;
    matchExpressions.push(requirement(match));
    rest = rest.slice(match[0].length);
  }
  return { matchExpressions };
}

function requirement([
  ,
  not,
  absent = '',
  key = '',
  sign,
  value = '',
  word,
  list = '',
]: RegExpExecArray): LabelSelectorRequirement {
  if (not !== undefined) return { key: absent, operator: 'DoesNotExist' };
  if (sign !== undefined) return { key, operator: sign === '!=' ? 'NotIn' : 'In', values: [value] };
  if (word === undefined) return { key, operator: 'Exists' };
  return { key, operator: word === 'notin' ? 'NotIn' : 'In', values: list.split(',').map((each) => each.trim()) };
}
