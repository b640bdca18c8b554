import type { Namespace } from '../../model/core.js';
import { cloneJson } from '../../model/json.js';
import type { Reply, ResourceRequest, Server } from '../request/request.js';
import { expectedOf, readObject } from '../rest/body.js';
import { readWriteOptions } from '../rest/options.js';
import { track } from '../rest/managers.js';
import { settleName } from '../rest/metadata.js';
import { collectionOf, presentObject } from '../rest/stored.js';
import { isFinished } from '../rest/finished.js';
import { conflict, MODIFIED } from '../status/api-error.js';

/** PUT of a namespace's finalizers in spec; when the last one goes from a Terminating namespace, so does it. */
export function finalize(server: Server, request: ResourceRequest): Reply {
  const { kind } = request;
  const given = readObject(request.body, expectedOf(kind), 'Ignore').draft as Namespace;
  settleName(request, given);
  const present = presentObject(server, request) as Namespace;
  const { resourceVersion = '' } = given.metadata;
  if (resourceVersion !== '' && resourceVersion !== present.metadata.resourceVersion) {
    throw conflict(kind, request.name, MODIFIED);
  }
  const draft = cloneJson(present);
  draft.spec = given.spec;
  track(server, request, { live: present, draft, subresource: 'finalize' });
  if (readWriteOptions(request.query, 'UpdateOptions').dryRun)
    return { form: 'object', code: 200, kind, object: draft };
  const collection = collectionOf(server, kind);
  const object = isFinished(draft) ? collection.remove(draft) : collection.replace(draft, present);
  return { form: 'object', code: 200, kind, object };
}
