import { type Cause, describePod, waitingContainer } from './diagnosis.js';

const REASONS = ['ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'ErrImageNeverPull', 'ImageInspectError'];

/** The image of a container does not come: the registry says why. */
export const imagePull: Cause = ({ pod }) => {
  const waiting = waitingContainer(pod, REASONS);
  if (waiting === undefined) return undefined;
  const { container, reason, message } = waiting;
  const image = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(
    ({ name }) => name === container.name,
  )?.image;
  return {
    cause: reason,
    short: 'image not pulled',
    message: `cannot pull image ${image ?? ''} of container ${container.name}${message === '' ? '' : `: ${message}`}`,
    next: describePod(pod),
  };
};
