import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Json, KubeObject } from '../petset/kubernetes.js';
import { isMap } from '../petset/json-edit.js';
import { LAST_APPLIED_ANNOTATION } from '../petset/last-applied.js';
import { escapeTerminal } from './escape.js';
import { yamlOf } from './objects.js';

/** An object as it is and as a file would have it, as text; empty where it is not there. */
export interface Compared {
  /** `petset/web` */
  readonly name: string;
  /** Empty where it is in none. */
  readonly namespace: string;
  readonly live: string;
  readonly file: string;
}

/** An object, ready to be compared with what an apply would make of it. */
export function comparable(
  name: string,
  live: KubeObject | undefined,
  file: KubeObject,
  namespace = file.metadata.namespace ?? '',
): Compared {
  const [before, after] = masked(live && content(live), live === undefined ? unmade(content(file)) : content(file));
  const text = (object: KubeObject | undefined): string =>
    object === undefined ? '' : yamlOf(object, { sortKeys: true });
  return { name, namespace, live: text(before), file: text(after) };
}

/** `--- live/petset web`, `+++ file/petset web` and the lines between which it differs. */
export function unifiedDiff({ name, live, file }: Compared): string {
  const title = name.replace('/', ' ');
  const [before, after] = [escapeTerminal(live), escapeTerminal(file)];
  return createTwoFilesPatch(`live/${title}`, `file/${title}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/** All but who says so, and when it was written; what kubectl has applied last holds a secret in plain words too. */
function content(object: KubeObject): KubeObject {
  const { managedFields, resourceVersion, annotations, ...metadata } = object.metadata;
  const shown = Object.entries(annotations ?? {}).filter(([name]) => name !== LAST_APPLIED_ANNOTATION);
  return { ...object, metadata: { ...metadata, ...(shown.length > 0 && { annotations: Object.fromEntries(shown) }) } };
}

/** What a server made up for an object that it did not make. */
function unmade(object: KubeObject): KubeObject {
  const { uid, creationTimestamp, ...metadata } = object.metadata;
  return { ...object, metadata };
}

const MASK = '***';

/** Secrets stay secret, and it is told which of them differ. Source: kubectl pkg/cmd/diff, Masker. */
function masked(
  live: KubeObject | undefined,
  file: KubeObject,
): readonly [live: KubeObject | undefined, file: KubeObject] {
  if (file.kind !== 'Secret') return [live, file];
  return [live && hidden(live, file, 'before'), hidden(file, live, 'after')];
}

/** A server has made `data` of `stringData`; a file that no server has tried has both. */
const SECRET_FIELDS = ['data', 'stringData'] as const;

function hidden(object: KubeObject, other: KubeObject | undefined, when: 'before' | 'after'): KubeObject {
  return SECRET_FIELDS.reduce((all, field) => {
    const [own, others] = [valuesIn(object, field), valuesIn(other, field)];
    const differs = (key: string): boolean => others[key] !== undefined && own[key] !== others[key];
    const masks = Object.keys(own).map((key) => [key, differs(key) ? `${MASK} (${when})` : MASK] as const);
    return masks.length === 0 ? all : { ...all, [field]: Object.fromEntries(masks) };
  }, object);
}

function valuesIn(
  object: KubeObject | undefined,
  field: (typeof SECRET_FIELDS)[number],
): Readonly<Record<string, Json | undefined>> {
  const found: unknown = object === undefined ? undefined : new Map<string, unknown>(Object.entries(object)).get(field);
  return isMap(found) ? found : {};
}
