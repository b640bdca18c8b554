import type { PetSet } from '../petset/petset.js';
import { CHANGE_CAUSE_ANNOTATION } from '../petset/revision.js';
import { listArg, nameArg } from './arguments.js';
import type { Args } from './command.js';
import type { Flag } from './flag.js';
import { quoted } from './command-line.js';

export const CHANGE_CAUSE_FLAG = {
  type: 'string',
  describe: 'what history says of it (default: this command)',
} as const satisfies Flag;

/** The flags that say what a command changes and how; where the cluster is, and as whom, is nobody else's business. */
const TELLING = [
  'image',
  'storage',
  'filename',
  'to-revision',
  'partition',
  'order',
  'max-unavailable',
  'step',
  'in-place',
  'ignore-budgets',
];

/** The command as history shows it, as `kubectl --record` wrote it down. */
export function commandAsCause(verb: string, args: Args): string {
  const flags = TELLING.flatMap((flag) => {
    if (args[flag] === true) return [`--${flag}`];
    return args[flag] === false ? [] : listArg(args, flag).map((value) => `--${flag}=${quoted(value)}`);
  });
  return ['kubectl petset', verb, quoted(nameArg(args)), ...flags].join(' ');
}

/** The set with another change cause; nothing takes away the one that it has. */
export function withCause(set: PetSet, cause: string | undefined): PetSet {
  const { [CHANGE_CAUSE_ANNOTATION]: former, ...others } = set.metadata.annotations ?? {};
  const annotations = { ...others, ...(cause !== undefined && { [CHANGE_CAUSE_ANNOTATION]: cause }) };
  const { annotations: all, ...metadata } = set.metadata;
  return { ...set, metadata: { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) } };
}
