import type { Subresource } from './kind.js';

/** The number of replicas of an object, whatever its kind calls it. */
export const SCALE: Subresource = {
  name: 'scale',
  group: 'autoscaling',
  version: 'v1',
  kind: 'Scale',
  verbs: ['get', 'patch', 'update'],
};
