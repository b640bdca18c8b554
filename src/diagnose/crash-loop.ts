import { type Cause, kubectl, waitingContainer } from './diagnosis.js';

/** A container, an init container too, ends again and again. */
export const crashLoop: Cause = ({ pod }) => {
  const waiting = waitingContainer(pod, ['CrashLoopBackOff']);
  if (waiting === undefined) return undefined;
  const { container } = waiting;
  const last = container.lastState?.terminated;
  const end =
    last === undefined
      ? ''
      : ` (last exit code ${last.exitCode}${last.reason === undefined ? '' : `, ${last.reason}`})`;
  const isInit = pod.status?.initContainerStatuses?.includes(container) ?? false;
  return {
    cause: 'CrashLoopBackOff',
    message: `${isInit ? 'init container' : 'container'} ${container.name} keeps ending, ${container.restartCount} restarts so far${end}`,
    next: kubectl('logs', pod, ` -c ${container.name} --previous`),
  };
};
