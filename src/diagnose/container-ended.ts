import { endWords } from './crash-loop.js';
import { type Cause, logsOf } from './diagnosis.js';

/** A container, an init container too, has failed and is about to be started again. */
export const containerEnded: Cause = ({ pod }) => {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  for (const { name, state } of [...initContainerStatuses, ...containerStatuses]) {
    if (state?.terminated === undefined || state.terminated.exitCode === 0) continue;
    const next = logsOf(pod, '-c', name);
    return {
      cause: 'ContainerEnded',
      short: 'container ended',
      message: `container ${name} has ended (${endWords(state.terminated)})`,
      next,
      log: { container: name, previous: false },
    };
  }
  return undefined;
};
