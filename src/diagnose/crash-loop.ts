import type { ContainerStateTerminated } from '../petset/kubernetes.js';
import { type Cause, logsOf, waitingContainer } from './diagnosis.js';

/** A container, an init container too, ends again and again. */
export const crashLoop: Cause = ({ pod }) => {
  const waiting = waitingContainer(pod, ['CrashLoopBackOff']);
  if (waiting === undefined) return undefined;
  const { container } = waiting;
  const last = container.lastState?.terminated;
  const isInit = pod.status?.initContainerStatuses?.includes(container) ?? false;
  return {
    cause: 'CrashLoopBackOff',
    short: 'crash loop',
    message: `${isInit ? 'init container' : 'container'} ${container.name} keeps ending, ${container.restartCount} restarts so far${last === undefined ? '' : ` (last ${endWords(last)})`}`,
    next: logsOf(pod, '-c', container.name, '--previous'),
    log: { container: container.name, previous: true },
  };
};

/** `exit code 3, Error` */
export function endWords({ exitCode, reason }: ContainerStateTerminated): string {
  return `exit code ${exitCode}${reason === undefined ? '' : `, ${reason}`}`;
}
