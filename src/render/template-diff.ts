import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Revision } from '../petset/history.js';
import { escapeTerminal } from './escape.js';
import { yamlOf } from './objects.js';

/** What changed from one template to another, as a unified diff of their YAML; empty where they say the same. */
export function templateDiff(object: string, from: Revision, to: Revision): string {
  if (from.hash === to.hash) return '';
  const heading = ({ number }: Revision): string => `${object} revision #${number}`;
  const [before, after] = [from, to].map(({ template }) => escapeTerminal(yamlOf(template, { sortKeys: true })));
  return createTwoFilesPatch(heading(from), heading(to), before ?? '', after ?? '', undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
