import type { ContainerStateTerminated } from '../petset/kubernetes.js';

/** The signals that containers die of; 128 and its number is what a shell makes of it. */
const SIGNALS: Readonly<Record<number, string>> = {
  2: 'SIGINT',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
};

/** How a container has ended: `exit code 3`, `exit code 137, SIGKILL`, `out of memory: exit code 137, OOMKilled`. */
export function endWords({ exitCode, signal, reason }: ContainerStateTerminated): string {
  if (reason === 'OOMKilled') return `out of memory: exit code ${exitCode}, OOMKilled`;
  const name = SIGNALS[signal ?? exitCode - 128];
  const more = name ?? (reason === undefined || PLAIN.includes(reason) ? undefined : reason);
  return `exit code ${exitCode}${more === undefined ? '' : `, ${more}`}`;
}

/** Reasons that say no more than the code does. */
const PLAIN = ['Error', 'Completed'];
