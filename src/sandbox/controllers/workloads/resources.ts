import type { ControllerRevision, Workload } from '../../model/workload.js';
import type { Resource } from '../client/resource.js';

const apps = { group: 'apps', version: 'v1', namespaced: true } as const;

export const STATEFUL_SETS: Resource<Workload> = { ...apps, plural: 'statefulsets', kind: 'StatefulSet' };
export const REVISIONS: Resource<ControllerRevision> = {
  ...apps,
  plural: 'controllerrevisions',
  kind: 'ControllerRevision',
};
