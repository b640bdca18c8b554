import { constructFromEvents, type Event, parseEvents, YAMLException } from 'js-yaml';
import { Failure } from '../petset/failure.js';
import { placeIn, readJsonText } from '../petset/json-text.js';
import type { Json } from '../petset/kubernetes.js';
import { lineAt, type LineOf, positionsOf } from './yaml-positions.js';
import { KUBERNETES_SCHEMA } from './yaml-schema.js';

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
    if (error instanceof YAMLException) throw yamlFailure(error, text, fileName);
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

function yamlFailure(error: YAMLException, text: string, fileName: string): Failure {
  const { reason, mark } = asWritten(error, text);
  const line = mark === undefined ? '' : `:${mark.line + 1}:${mark.column + 1}`;
  const hint = reason.includes('tab character') ? ['YAML is indented with spaces only'] : [];
  return new Failure(`error: ${fileName}${line}: ${reason}${mark?.snippet ? `\n${mark.snippet}` : ''}`, { next: hint });
}

/** The same error, at its place in the text without the indentation that it was given. */
function asWritten(error: YAMLException, text: string): YAMLException {
  const { reason, mark } = error;
  if (mark === undefined || mark.buffer === text) return error;
  const written = text.split('\n');
  const parsed = mark.buffer.split('\n');
  const before = mark.buffer.slice(0, mark.position).split('\n');
  const index = before.length - 1;
  const [line = '', indented = '', column = 0] = [written[index], parsed[index], before[index]?.length];
  const start = written.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0);
  try {
    return YAMLException.throwAt(text, start + Math.max(0, column - (indented.length - line.length)), reason);
  } catch (moved) {
    if (moved instanceof YAMLException) return moved;
    throw moved;
  }
}
