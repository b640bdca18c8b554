import { dump } from 'js-yaml';
import { KUBERNETES_SCHEMA } from '../cluster/yaml-schema.js';
import type { Output } from './output.js';

/** Objects as one, as kubectl shows several of them. */
export function listOf(objects: readonly object[]): object {
  return { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: objects };
}

/** Prints objects as kubectl does: YAML with `---` between them, or JSON, several as a List. */
export function printObjects(objects: readonly object[], format: 'json' | 'yaml', stdout: Output): void {
  const [only] = objects;
  if (format === 'yaml') stdout.write(objects.map((object) => yamlOf(object)).join('---\n'));
  else stdout.write(jsonOf(only !== undefined && objects.length === 1 ? only : listOf(objects)));
}

/** Prints one object of many that come one by one, as a watch shows them. */
export function printNext(object: object, format: 'json' | 'yaml', isFirst: boolean, stdout: Output): void {
  if (format === 'yaml') stdout.write(`${isFirst ? '' : '---\n'}${yamlOf(object)}`);
  else stdout.write(jsonOf(object));
}

/** As kubectl writes YAML; a text that it would read as something else is in quotes. */
export function yamlOf(object: object, { sortKeys = false }: { sortKeys?: boolean } = {}): string {
  return dump(object, { noRefs: true, lineWidth: -1, sortKeys, schema: KUBERNETES_SCHEMA });
}

function jsonOf(object: object): string {
  return `${JSON.stringify(object, null, 4)}\n`;
}
