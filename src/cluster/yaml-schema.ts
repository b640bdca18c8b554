import { boolYaml11Tag, defineScalarTag, FAILSAFE_SCHEMA, mergeTag, NOT_RESOLVED, nullYaml11Tag } from 'js-yaml';

const INTEGER = /^[-+]?(0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const NUMBER_STARTS = ['-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Numbers as Go's YAML reads them: 0644 is octal, 1_000 is a thousand, and 22:22, which YAML 1.1 counts in sixties, is text. */
const numberTag = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: NUMBER_STARTS,
  identify: (value) => typeof value === 'number',
  resolve: (source) => {
    const plain = source.replaceAll('_', '');
    if (INTEGER.test(plain)) return parseInteger(plain);
    return FLOAT.test(plain) ? Number(plain) : NOT_RESOLVED;
  },
});

function parseInteger(text: string): number {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text) ?? [];
  const size = /^0[0-7]/.test(digits) ? parseInt(digits, 8) : Number(digits);
  return sign === '-' && size !== 0 ? -size : size;
}

/** YAML as kubectl reads it (sigs.k8s.io/yaml): YAML 1.1's `yes` and `off`, Go's numbers, and times as text. */
export const KUBERNETES_SCHEMA = FAILSAFE_SCHEMA.withTags(nullYaml11Tag, boolYaml11Tag, numberTag, mergeTag);
