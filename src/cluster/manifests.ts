import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Failure } from '../petset/failure.js';
import { type FieldError, type FieldPath, formatFieldError, required } from '../petset/field-error.js';
import { isList, isMap } from '../petset/json-edit.js';
import type { Json, JsonObject, KubeObject } from '../petset/kubernetes.js';
import { parseYaml } from './yaml.js';

/** One object that a user wants in the cluster, and where it is written. */
export interface Manifest {
  /** It has an apiVersion, a kind and metadata; nothing else is known of it yet. */
  readonly document: JsonObject;
  /** The file as the user named it. */
  readonly file: string;
  readonly where: Where;
}

/** `petset.yaml:12`, the line of a field of an object; with an offset, that of a character of the text which stands there. */
export type Where = (path: FieldPath, at?: number) => string;

export interface ManifestSource {
  /** Files, directories, URLs, or `-`. */
  readonly files: readonly string[];
  /** Whether directories are read with all below them. */
  readonly recursive: boolean;
  /** Standard input, for `-`. */
  readonly stdin: AsyncIterable<Uint8Array | string>;
}

/** Reads every object of the files, in their order; lists are taken apart. Throws a `Failure` for the first file that cannot be read. */
export async function readManifests(source: ManifestSource): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  for (const file of source.files) manifests.push(...(await readOne(file, source)));
  return manifests;
}

async function readOne(file: string, { recursive, stdin }: ManifestSource): Promise<readonly Manifest[]> {
  if (file === '-') return parse(await readStream(stdin), 'STDIN');
  if (/^https?:\/\//.test(file)) return parse(await download(file), file);
  const files = await filesOf(file, recursive);
  const read = await Promise.all(files.map(async (each) => parse(await readFile(each, 'utf8'), each)));
  return read.flat();
}

function readStream(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  return text(stream as AsyncIterable<Uint8Array>);
}

async function download(url: string): Promise<string> {
  try {
    const response = await fetch(url);
    if (response.ok) return await response.text();
    throw new Failure(`error: unable to read URL "${url}", server reported ${response.status} ${response.statusText}`);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Failure(`error: unable to read URL "${url}": ${cause}`);
  }
}

/** A file by itself; of a directory, the files that kubectl would take, sorted. */
async function filesOf(path: string, recursive: boolean): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new Failure(`error: the path "${path}" does not exist`);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive });
  const files = entries.filter((entry) => !entry.isDirectory() && /\.(ya?ml|json)$/.test(entry.name));
  if (files.length === 0) throw new Failure(`error: the directory "${path}" has no .yaml, .yml or .json files`);
  return files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

function parse(source: string, file: string): readonly Manifest[] {
  return parseYaml(source, file).flatMap(({ value, lineOf }) => {
    const where: Where = (path, at) => `${file}:${lineOf(path, at)}`;
    return objectsOf(value, file, where);
  });
}

function objectsOf(value: Json, file: string, where: Where): readonly Manifest[] {
  const document = checked(value, where);
  const items = document.kind === 'List' ? document.items : undefined;
  if (!isList(items)) return [{ document, file, where }];
  return items.flatMap((item, index) => objectsOf(item, file, (path, at) => where(['items', index, ...path], at)));
}

/** Every object has a version, a kind and metadata; nothing can be said about one that has not. */
function checked(value: Json, where: Where): JsonObject {
  if (!isMap(value)) {
    throw new Failure(`error: ${where([])}: this is no Kubernetes object: a map with apiVersion, kind and metadata`);
  }
  const isThere: Readonly<Record<string, boolean>> = {
    apiVersion: typeof value.apiVersion === 'string' && value.apiVersion !== '',
    kind: typeof value.kind === 'string' && value.kind !== '',
    metadata: isMap(value.metadata) || value.kind === 'List',
  };
  const missing = Object.keys(isThere).filter((field) => isThere[field] !== true);
  if (missing.length > 0)
    throw documentFailure(
      missing.map((field) => required([field])),
      where,
    );
  return value;
}

/** Everything that is wrong with a document, a line each, with file and line. */
export function documentFailure(errors: readonly FieldError[], where: Where): Failure {
  return new Failure(
    errors.map((error) => `error: ${where(error.path, error.offset)}: ${formatFieldError(error)}`).join('\n'),
  );
}

/** A document as an object to send to a server, which checks the rest. */
export function asKubeObject({ document }: Manifest): KubeObject {
  return document as unknown as KubeObject;
}
