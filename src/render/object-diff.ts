import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Json, KubeObject } from '../petset/kubernetes.js';
import { isMap } from '../petset/json-edit.js';
import { escapeTerminal } from './escape.js';
import { yamlOf } from './objects.js';

/** An object as it is and as a file would have it, as text; empty where it is not there. */
export interface Compared {
  /** `petset/web` */
  readonly name: string;
  readonly live: string;
  readonly file: string;
}

/** An object, ready to be compared with what an apply would make of it. */
export function comparable(name: string, live: KubeObject | undefined, file: KubeObject): Compared {
  const [before, after] = masked(live && content(live), live === undefined ? unmade(content(file)) : content(file));
  const text = (object: KubeObject | undefined): string =>
    object === undefined ? '' : yamlOf(object, { sortKeys: true });
  return { name, live: text(before), file: text(after) };
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

/** All but who says so, and when it was written. */
function content(object: KubeObject): KubeObject {
  const { managedFields, resourceVersion, ...metadata } = object.metadata;
  return { ...object, metadata };
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
  const [before, after] = [dataOf(live), dataOf(file)];
  const differs = (key: string): boolean =>
    before[key] !== undefined && after[key] !== undefined && before[key] !== after[key];
  const hide = (data: Readonly<Record<string, Json | undefined>>, when: string): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.keys(data).map((key) => [key, differs(key) ? `${MASK} (${when})` : MASK]));
  return [live && withData(live, hide(before, 'before')), withData(file, hide(after, 'after'))];
}

function dataOf(object: KubeObject | undefined): Readonly<Record<string, Json | undefined>> {
  return object !== undefined && 'data' in object && isMap(object.data) ? object.data : {};
}

function withData(object: KubeObject, data: Readonly<Record<string, string>>): KubeObject {
  return Object.keys(data).length === 0 ? object : { ...object, ...{ data } };
}
