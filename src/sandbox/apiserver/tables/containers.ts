import type { PodTemplate } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';

/** What the wide tables of everything with a template tell of its containers. */

export const containerNames = ({ spec }: PodTemplate): string =>
  containersOf(spec)
    .map(({ name }) => name)
    .join(',');

export const images = ({ spec }: PodTemplate): string =>
  containersOf(spec)
    .map(({ image = '' }) => image)
    .join(',');
