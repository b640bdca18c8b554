import type { KubeObject } from '../../model/meta.js';
import { timestamp } from '../../platform/clock.js';
import { emptyObject } from '../apply/empty-object.js';
import { trackUpdate } from '../apply/field-manager.js';
import type { Write } from '../apply/field-manager.js';
import { ignoredFields } from '../apply/ignored-fields.js';
import { shapeOf } from '../apply/shape-of.js';
import { apiVersionOf } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import type { ResourceRequest, Server } from '../request/request.js';
import type { Shape } from '../schema/shape.js';
import { managerOf } from './manager-name.js';

/** A request as a write by somebody; `subresource` is empty for the object itself. */
export function writeBy(server: Server, request: ResourceRequest, subresource = ''): Write {
  const { kind } = request;
  const { kinds, clock } = server;
  return {
    rules: {
      shape: shapeOf(kind),
      ignored: ignoredFields(kind, subresource),
      apiVersion: apiVersionOf(kind),
      shapeAt: (apiVersion) => shapeOfVersion(kinds.ofObject(apiVersion, kind.kind), kind),
    },
    empty: emptyObject(kind),
    manager: managerOf(request),
    apiVersion: apiVersionOf(kind),
    subresource,
    time: timestamp(clock.now()),
  };
}

/** Versions of custom resources may see the same object in other parts; those of built-in kinds are converted before. */
const shapeOfVersion = (version: Kind | undefined, kind: Kind): Shape | undefined =>
  version && shapeOf(version.custom === undefined ? kind : version);

/** Notes who changes what by an update, a patch or a creation. `live` is what is there; nothing if that is new. */
export function track(
  server: Server,
  request: ResourceRequest,
  { live, draft, subresource = '' }: { live: KubeObject | undefined; draft: KubeObject; subresource?: string },
): void {
  trackUpdate(writeBy(server, request, subresource), live, draft);
}
