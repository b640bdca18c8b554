import { waitingContainer } from './containers.js';
import { type Cause, describePod, oneLine } from './diagnosis.js';
import { lastEvent } from './facts.js';

const REASONS = ['ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'ErrImageNeverPull', 'ImageInspectError'];

/** The image of a container does not come: the registry says why. */
export const imagePull: Cause = ({ pod, facts }) => {
  const waiting = waitingContainer(pod, REASONS);
  if (waiting === undefined) return undefined;
  const { status, title, reason, message } = waiting;
  const image = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(
    ({ name }) => name === status.name,
  )?.image;
  const why = theReason(message) || theReason(lastFailure());
  return {
    cause: reason,
    short: 'image not pulled',
    message: `cannot pull image ${image ?? ''} of ${title}${why === '' ? '' : `: ${oneLine(why)}`}`,
    next: describePod(pod),
  };

  function lastFailure(): string {
    const failed = facts.events.filter(({ message: words = '' }) => words.startsWith('Failed to pull image'));
    return lastEvent({ ...facts, events: failed }, pod.metadata.uid, ['Failed'], status.name)?.message ?? '';
  }
};

/** Without that it is tried again after a while, which is no reason: so it reads the same in between. */
function theReason(words: string): string {
  return words.replace(/^(?:Back-off|Failed to) pull(?:ing)? image "[^"]*"(?:: (?:ErrImagePull: )?)?/, '');
}
