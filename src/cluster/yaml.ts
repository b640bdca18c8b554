import {
  boolYaml11Tag,
  constructFromEvents,
  defineScalarTag,
  type Event,
  FAILSAFE_SCHEMA,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  parseEvents,
  YAMLException,
} from 'js-yaml';
import { Failure } from '../petset/failure.js';
import { placeIn, readJsonText } from '../petset/json-text.js';
import type { Json } from '../petset/kubernetes.js';
import { lineAt, type LineOf, positionsOf } from './yaml-positions.js';

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
const KUBERNETES_SCHEMA = FAILSAFE_SCHEMA.withTags(nullYaml11Tag, boolYaml11Tag, numberTag, mergeTag);

/** One document of a file. */
export interface YamlDocument {
  readonly value: Json;
  readonly lineOf: LineOf;
}

/**
 * Reads all documents of a file; empty ones are left out.
 * Throws a `Failure` with the file's name, the line and what stands there.
 */
export function parseYaml(text: string, fileName: string): readonly YamlDocument[] {
  if (/^\s*[{[]/.test(text)) {
    // JSON may be indented with tabs, which YAML forbids. What is no JSON is left for YAML to complain about.
    const json = readJsonText(text);
    if (json.ok) return [{ value: json.value, lineOf: (path) => lineAt(text, placeIn(json.root, path).offset) }];
  }
  try {
    const { events, source } = lenientEvents(text, fileName);
    const values = constructFromEvents(events, { source, filename: fileName, schema: KUBERNETES_SCHEMA });
    const positions = positionsOf(events, source);
    return values.flatMap((value, index) =>
      value === null || value === undefined
        ? []
        : [{ value: value as Json, lineOf: (path, at) => positions[index]?.(path, at) ?? 1 }],
    );
  } catch (error) {
    if (error instanceof YAMLException) throw yamlFailure(error, fileName);
    throw error;
  }
}

/** More than anything is indented. */
const INDENTATION = ' '.repeat(200);

/**
 * The parser's events, and the text that they are about. Go's YAML does not ask how far the lines of a quoted text, or within
 * brackets, are indented, and the guides of 2016 made use of that; white space before them means nothing, so they get more of it.
 */
function lenientEvents(text: string, fileName: string): { events: Event[]; source: string } {
  const lines = text.split('\n');
  for (;;) {
    const source = lines.join('\n');
    try {
      return { events: parseEvents(source, { filename: fileName }), source };
    } catch (error) {
      const line =
        error instanceof YAMLException && error.reason === 'deficient indentation' ? error.mark?.line : undefined;
      const written = line === undefined ? undefined : lines[line];
      if (line === undefined || written === undefined || written.startsWith(INDENTATION)) throw error;
      lines[line] = INDENTATION + written;
    }
  }
}

function yamlFailure({ reason, mark }: YAMLException, fileName: string): Failure {
  const line = mark === undefined ? '' : `:${mark.line + 1}:${mark.column + 1}`;
  const hint = reason.includes('tab character') ? ['YAML is indented with spaces only'] : [];
  return new Failure(`error: ${fileName}${line}: ${reason}${mark?.snippet ? `\n${mark.snippet}` : ''}`, { next: hint });
}
