import type { SetRef } from '../petset/petset.js';
import { textArg } from './arguments.js';
import type { Args } from './command.js';

/** The flags that a later command needs to reach the same cluster as the same user. */
const SAME_CLUSTER = ['kubeconfig', 'context', 'cluster', 'user', 'server', 'as'];

/** `kubectl petset VERB NAME -n NAMESPACE`, with the flags that lead to the same cluster. */
export function commandFor(verb: string, { namespace, name }: SetRef, args: Args): string {
  const flags = SAME_CLUSTER.flatMap((flag) => {
    const value = textArg(args, flag);
    return value === undefined ? [] : [`--${flag}=${value}`];
  });
  return ['kubectl petset', verb, name, '-n', namespace, ...flags].join(' ');
}
