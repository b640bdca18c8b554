import type { Json } from './kubernetes.js';

/** Where in a document: `['spec', 'containers', 0, 'name']`. */
export type FieldPath = readonly (string | number)[];

/** One thing that is wrong with one field, worded as an API server words it. */
export interface FieldError {
  readonly path: FieldPath;
  readonly problem: string;
  /** Where in the text of the field it is, when that is known. */
  readonly offset?: number;
}

/** `spec.containers[0].name`, as Kubernetes writes the path of a field. */
export function formatPath(path: FieldPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!/^[\w-]+$/.test(part)) return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** Reads `spec.containers[0].name` back into a path, also where a key in brackets is a word. */
export function parsePath(text: string): FieldPath {
  return [...text.matchAll(/\[([^\]]+)\]|[^.[\]]+/g)].map(([part, inBrackets]) =>
    inBrackets !== undefined && /^\d+$/.test(inBrackets) ? Number(inBrackets) : (inBrackets ?? part),
  );
}

/** `spec.replicas: Invalid value: -1: must be ...` */
export function formatFieldError({ path, problem }: FieldError): string {
  return path.length === 0 ? problem : `${formatPath(path)}: ${problem}`;
}

export function invalid(path: FieldPath, value: Json | undefined, why: string): FieldError {
  return { path, problem: `Invalid value: ${JSON.stringify(value ?? null)}: ${why}` };
}

export function required(path: FieldPath, why?: string): FieldError {
  return { path, problem: why === undefined ? 'Required value' : `Required value: ${why}` };
}

export function unsupported(path: FieldPath, value: Json | undefined, supported: readonly string[]): FieldError {
  const choices = supported.map((choice) => JSON.stringify(choice)).join(', ');
  return { path, problem: `Unsupported value: ${JSON.stringify(value ?? null)}: supported values: ${choices}` };
}

export function duplicate(path: FieldPath, value: Json): FieldError {
  return { path, problem: `Duplicate value: ${JSON.stringify(value)}` };
}

export function forbidden(path: FieldPath, why: string): FieldError {
  return { path, problem: `Forbidden: ${why}` };
}

export function unknownField(path: FieldPath): FieldError {
  return { path, problem: 'unknown field' };
}
