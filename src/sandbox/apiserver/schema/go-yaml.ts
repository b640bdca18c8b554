import { boolYaml11Tag, CORE_SCHEMA, defineScalarTag, load, mergeTag, NOT_RESOLVED } from 'js-yaml';

import { checkAliases } from './yaml-aliases.js';

/** Go's reader takes octal numbers of both kinds, binary ones, and underscores between digits. */
const INTEGER = /^([-+]?)(?:0b([01]+)|0o?([0-7]+)|0x([0-9a-f]+)|(0|[1-9][0-9]*))$/i;

const intTag = defineScalarTag('tag:yaml.org,2002:int', {
  implicit: true,
  identify: Number.isInteger,
  resolve: (source) => {
    const [, sign = '', binary, octal, hex, decimal] = INTEGER.exec(source.replaceAll('_', '')) ?? [];
    const [digits, base] = binary ? [binary, 2] : octal ? [octal, 8] : hex ? [hex, 16] : [decimal, 10];
    if (digits === undefined) return NOT_RESOLVED;
    return Number.parseInt(digits, base) * (sign === '-' ? -1 : 1);
  },
});

/**
 * YAML as sigs.k8s.io/yaml understands it: that of version 1.1 where `y`, `on` and `NO` are booleans, but without its
 * dates and its numbers to the base of sixty, which it takes for text.
 */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag, intTag);

/** The first document of a text, in which the last of two keys counts; throws js-yaml's YAMLException. */
export function loadGoYaml(text: string): unknown {
  checkAliases(text);
  return load(text, { schema: SCHEMA, json: true });
}
