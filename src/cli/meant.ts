import type { CommandWords } from '../commands/command.js';
import { nameOf } from './line.js';
import { nearest } from './nearest.js';

/**
 * Words that users bring along from kubectl and elsewhere, and what does that here; two words where the second one makes the
 * difference. What begins with kubectl is no command of ours.
 */
export const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  ls: ['get'],
  list: ['get'],
  show: ['get', 'describe'],
  status: ['get', 'describe'],
  watch: ['get --watch'],
  wait: ['reconcile'],
  top: ['kubectl top pods'],
  log: ['kubectl logs'],
  logs: ['kubectl logs'],
  events: ['describe', 'kubectl events'],
  inspect: ['describe', 'get -o yaml'],
  dns: ['peers'],
  hosts: ['peers'],
  shell: ['exec'],
  ssh: ['exec'],
  sh: ['exec'],
  edit: ['upgrade -f', 'kubectl edit petset'],
  patch: ['upgrade -f', 'kubectl patch petset'],
  set: ['upgrade --image'],
  update: ['upgrade'],
  'rolling-update': ['upgrade'],
  deploy: ['apply', 'upgrade'],
  resize: ['scale', 'upgrade --storage'],
  expand: ['upgrade --storage'],
  grow: ['upgrade --storage'],
  rm: ['delete'],
  del: ['delete'],
  remove: ['delete'],
  down: ['delete'],
  destroy: ['clean'],
  purge: ['clean'],
  wipe: ['clean'],
  up: ['create', 'upgrade'],
  new: ['create'],
  undo: ['rollback'],
  revert: ['rollback'],
  rollout: ['upgrade', 'rollback', 'history'],
  'rollout status': ['get', 'describe'],
  'rollout history': ['history'],
  'rollout undo': ['rollback'],
  'rollout restart': ['restart'],
  'rollout pause': ['pause'],
  'rollout resume': ['resume'],
  revisions: ['history'],
  stop: ['pause', 'delete'],
  hold: ['pause'],
  freeze: ['pause'],
  start: ['resume', 'run'],
  continue: ['resume', 'reconcile'],
  unpause: ['resume'],
  recreate: ['replace'],
  repair: ['reconcile', 'replace'],
  finish: ['reconcile'],
  sync: ['reconcile'],
  controller: ['run'],
  serve: ['run', 'sandbox'],
  import: ['adopt'],
  export: ['migrate', 'convert'],
  plan: ['diff', 'upgrade --dry-run=client'],
  explain: ['help'],
  manual: ['help'],
  version: ['--version'],
  completion: ['help completion'],
  cluster: ['sandbox'],
  minikube: ['sandbox'],
  kind: ['sandbox'],
};

/** What somebody may have meant whose first word is no command, and whose second one is `next`. */
export function meantCommands(
  typed: string,
  next: string | undefined,
  commands: readonly CommandWords[],
): readonly string[] {
  const names = commands.map(nameOf);
  const isThere = (meant: string): boolean =>
    /^(kubectl|help|--version)\b/.test(meant) || names.includes(meant.split(' ')[0] ?? '');
  const told = otherWords(`${typed} ${next ?? ''}`) ?? otherWords(typed) ?? [];
  return [...new Set([...told.filter(isThere), ...nearest(typed, [...names, 'help', 'options'])])];
}

function otherWords(typed: string): readonly string[] | undefined {
  return Object.hasOwn(OTHER_WORDS, typed) ? OTHER_WORDS[typed] : undefined;
}

/** A paragraph as kubectl has it, to be put behind a complaint; nothing where nobody knows. */
export function didYouMean(words: readonly string[]): string {
  if (words.length === 0) return '';
  return `\n\nDid you mean ${words.length === 1 ? 'this' : 'one of these'}?\n${words.map((word) => `\t${word}\n`).join('')}`;
}
