import { createHash } from 'node:crypto';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The id of a run: the same for the same run of the same pod. */
export const containerId = (podUid: string, container: string, run: number): string =>
  `containerd://${sha256(`${podUid}/${container}/${run}`)}`;

export const imageId = (image: string): string => `sha256:${sha256(image)}`;
