import type { Service } from '../../model/core.js';
import type { KubeObject } from '../../model/meta.js';
import type { Pod } from '../../model/pod.js';
import type { Claim } from '../../model/volume.js';
import type { ResourceRequest, Server } from '../request/request.js';

/** An admission plugin; each refuses by throwing. */
export interface Plugin {
  mutateNew?(server: Server, request: ResourceRequest, draft: KubeObject): void;
  mutateUpdate?(server: Server, request: ResourceRequest, draft: KubeObject, present: KubeObject): void;
  checkCreate?(server: Server, request: ResourceRequest, object: KubeObject): void;
  checkUpdate?(server: Server, request: ResourceRequest, object: KubeObject, present: KubeObject): void;
  checkDelete?(server: Server, request: ResourceRequest, object: KubeObject): void;
}

/** Whether a request is about a kind of the core group: what was decoded as a kind has its fields. */
const isAbout = ({ kind }: ResourceRequest, plural: string): boolean => kind.group === '' && kind.plural === plural;

export const podOf = (request: ResourceRequest, object: KubeObject): Pod | undefined =>
  isAbout(request, 'pods') ? (object as Pod) : undefined;

export const claimOf = (request: ResourceRequest, object: KubeObject): Claim | undefined =>
  isAbout(request, 'persistentvolumeclaims') ? (object as Claim) : undefined;

export const serviceOf = (request: ResourceRequest, object: KubeObject): Service | undefined =>
  isAbout(request, 'services') ? (object as Service) : undefined;
