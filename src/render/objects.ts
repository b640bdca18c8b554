import { dump } from 'js-yaml';
import type { Output } from './output.js';

/** Prints objects as kubectl does: YAML with `---` between them, or JSON, several as a List. */
export function printObjects(objects: readonly object[], format: 'json' | 'yaml', stdout: Output): void {
  if (format === 'yaml') {
    stdout.write(objects.map((object) => dump(object, { noRefs: true, lineWidth: -1 })).join('---\n'));
    return;
  }
  const [only] = objects;
  const shown =
    objects.length === 1 ? only : { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: objects };
  stdout.write(`${JSON.stringify(shown, null, 4)}\n`);
}
