import type { KubectlCommand } from '../diagnose/diagnosis.js';
import type { SetRef } from '../petset/petset.js';
import { listArg } from './arguments.js';
import type { Args } from './command.js';
import { GATE_FLAGS } from './gate-flags.js';

/**
 * The flags that a later command needs to reach the same cluster as the same user. Not the token: it is a secret that
 * does not belong on a screen.
 */
const SAME_CLUSTER = [
  'kubeconfig',
  'context',
  'cluster',
  'user',
  'server',
  'as',
  'as-group',
  'as-uid',
  'certificate-authority',
  'client-certificate',
  'client-key',
  'insecure-skip-tls-verify',
  'tls-server-name',
];

/** What a command of ours goes on with that another one began: whoever pastes it wants pets held as before. */
const CARRIED: Readonly<Record<string, readonly string[]>> = { reconcile: Object.keys(GATE_FLAGS) };

/** Without a namespace it is about all of them. */
type AnyCommand = Omit<KubectlCommand, 'namespace'> & Partial<Pick<KubectlCommand, 'namespace'>>;

/** A command as the user can paste it into a shell, and have it work on the cluster that this one works on. */
export function commandLine({ words, namespace }: AnyCommand, args: Args, carried: readonly string[] = []): string {
  const flags = [...carried, ...SAME_CLUSTER].flatMap((flag) => {
    if (args[flag] === true) return [`--${flag}`];
    const values = args[flag] === false ? [] : listArg(args, flag).filter((value) => value !== '');
    return values.map((value) => `--${flag}=${quoted(value)}`);
  });
  const scope = namespace === undefined ? [] : ['-n', quoted(namespace)];
  return ['kubectl', ...words.map(quoted), ...scope, ...flags].join(' ');
}

/** `kubectl petset VERB NAME -n NAMESPACE`, with the flags that lead to the same cluster, and to the same gates. */
export function commandFor(verb: string, { namespace, name }: SetRef, args: Args): string {
  return commandLine({ words: ['petset', verb, name], namespace }, args, CARRIED[verb]);
}

/** A word that a shell leaves as it is. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
