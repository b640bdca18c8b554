import { GATE_FLAGS } from '../commands/gate-flags.js';
import { SANDBOX_TOPICS } from '../commands/sandbox-topics.js';
import type { Topic } from '../commands/topic.js';
import { optionLines } from './option-lines.js';

const GATES = `A gate is a command of yours that decides whether the next pet may go: only exit
code 0 lets it. --verify is asked once a pet has become healthy, before the next
step; --pre-delete before a pet is deleted, or changed in place.

${optionLines(GATE_FLAGS).join('\n')}

A command is split into words as a shell splits them, and nothing is expanded;
for a shell, ask for one: --verify "sh -c '...'". $(PET_NAME) in it is the name
of the pet; so are PET (pod/web-0), PET_ORDINAL, PET_DNS, PET_NAMESPACE and
PET_SET. A command on this machine has them in its environment too.

Examples:
  # the next replica when this one has caught up
  kubectl petset scale pg --replicas=5 --verify './caught-up.sh $(PET_NAME)'
  # a node hands over its data before it goes
  kubectl petset scale pg --replicas=3 --pre-delete-exec 'db decommission'`;

const COMPLETION = `kubectl completes the words of a plugin by asking an executable on the PATH,
here kubectl_complete-petset. It is beside kubectl-petset in the folder plugin;
krew puts only the latter on the PATH. This makes the other one, in any folder
that is on the PATH, such as ~/.local/bin or ~/.krew/bin:

  cd ~/.local/bin
  printf '#!/bin/sh\\nexec kubectl-petset __complete "$@"\\n' \\
    > kubectl_complete-petset
  chmod +x kubectl_complete-petset

The shell itself has to complete kubectl's words: kubectl completion --help.`;

/** What help tells of besides commands. */
export const TOPICS: readonly Topic[] = [
  { name: 'completion', describe: 'How to have a shell complete names, flags and revisions', text: COMPLETION },
  { name: 'gates', describe: 'Commands of yours that let the next pet go, or not', text: GATES },
  ...SANDBOX_TOPICS,
].sort((a, b) => (a.name < b.name ? -1 : 1));
