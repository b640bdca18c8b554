import { type Cause, describePod, waitingContainer } from './diagnosis.js';

const REASONS = ['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'PostStartHookError'];

/** A container cannot even be made: a missing config map or secret, a command that does not exist. */
export const containerConfig: Cause = ({ pod }) => {
  const waiting = waitingContainer(pod, REASONS);
  if (waiting === undefined) return undefined;
  const { container, reason, message } = waiting;
  return {
    cause: reason,
    short: 'container not started',
    message: `cannot start container ${container.name}: ${message}`,
    next: describePod(pod),
  };
};
