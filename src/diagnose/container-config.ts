import { waitingContainer } from './containers.js';
import { type Cause, describePod, oneLine } from './diagnosis.js';

const REASONS = ['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError', 'PostStartHookError'];

/** A container cannot even be made: a missing config map or secret, a command that does not exist. */
export const containerConfig: Cause = ({ pod }) => {
  const waiting = waitingContainer(pod, REASONS);
  if (waiting === undefined) return undefined;
  const { title, reason, message } = waiting;
  return {
    cause: reason,
    short: reason === 'CreateContainerConfigError' ? 'config missing' : 'container not started',
    message: `cannot start ${title}: ${oneLine(message)}`,
    next: describePod(pod),
  };
};
