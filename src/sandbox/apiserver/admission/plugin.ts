import type { KubeObject } from '../../model/meta.js';
import type { ResourceRequest, Server } from '../request/request.js';

/** An admission plugin; each refuses by throwing. */
export interface Plugin {
  mutateNew?(server: Server, request: ResourceRequest, draft: KubeObject): void;
  mutateUpdate?(server: Server, request: ResourceRequest, draft: KubeObject, present: KubeObject): void;
  checkCreate?(server: Server, request: ResourceRequest, object: KubeObject): void;
  checkUpdate?(server: Server, request: ResourceRequest, object: KubeObject, present: KubeObject): void;
  checkDelete?(server: Server, request: ResourceRequest, object: KubeObject): void;
}

/** A plugin's function for one resource of the core group, which does nothing for any other. */
export const only =
  <T extends KubeObject, Rest extends unknown[]>(
    plural: string,
    act: (server: Server, request: ResourceRequest, object: T, ...rest: Rest) => void,
  ) =>
  (server: Server, request: ResourceRequest, object: KubeObject, ...rest: Rest): void => {
    // The plural and group name the kind, and what was decoded as a kind has its fields.
    if (request.kind.group === '' && request.kind.plural === plural) act(server, request, object as T, ...rest);
  };
