import { readdirSync, readFileSync } from 'node:fs';
import { INITIALIZED_ANNOTATION, LABELS } from '../../../src/petset/identity.js';

const ROOT = new URL('../../../', import.meta.url);
/** Where the keys stand that a set, its pets and all that belongs to them may carry; those of 2016 are in tables of their own. */
const KEYS_IN = ['src/petset', 'src/controller'].flatMap(filesOf);
/** A constant that is a label, an annotation or a finalizer. */
const KEY = /^(?:export )?const \w+ = '([a-z0-9.-]+\.(?:dev|io)\/[a-z-]+)';$/gim;
const VARIABLES_IN = ['src/cluster/kubeconfig.ts', 'src/cluster/proxy.ts', 'src/commands/look-of-output.ts'];
const VARIABLE = /\benv\.([A-Z_]+)/g;
/** Those that a constant has the name of. */
const NAMED_VARIABLES_IN = ['src/cli/complete/complete.ts', 'src/commands/diff.ts'];
const NAMED_VARIABLE = /^(?:export )?const \w+ = '([A-Z_]+)';$/gm;

/** The keys of labels, annotations and finalizers, and the variables of the environment, that the source knows. */
export const ANNOUNCED: readonly string[] = [
  ...new Set([
    ...Object.values(LABELS),
    INITIALIZED_ANNOTATION,
    ...found(KEYS_IN, KEY),
    ...found(VARIABLES_IN, VARIABLE),
    ...found(NAMED_VARIABLES_IN, NAMED_VARIABLE),
  ]),
];

function filesOf(folder: string): readonly string[] {
  const names = readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith('.ts'));
  return names.map((name) => `${folder}/${name}`);
}

function found(files: readonly string[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    [...readFileSync(new URL(file, ROOT), 'utf8').matchAll(pattern)].map(([, name = '']) => name),
  );
}
