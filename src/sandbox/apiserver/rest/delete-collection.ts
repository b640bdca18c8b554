import { objectFilter } from '../selectors/object-filter.js';
import { deleteObject } from './delete.js';
import { readDeleteOptions } from './delete-options.js';
import { readListOptions } from './list-options.js';
import type { ListReply, ResourceRequest, Server } from '../request/request.js';
import { collectionOf, fromStored } from './stored.js';

/** DELETE of all objects that the selectors choose; the answer lists them as they were. */
export function deleteCollection(server: Server, request: ResourceRequest): ListReply {
  const { kind, namespace } = request;
  const options = readDeleteOptions(request);
  const selection = readListOptions(request.query);
  const all = collectionOf(server, kind)
    .list(namespace)
    .filter(objectFilter(kind, { ...selection, name: '' }));
  const chosen = selection.limit > 0 ? all.slice(0, selection.limit) : all;
  for (const stored of chosen) deleteObject(server, request, stored, { ...options });
  const items = chosen.map((stored) => fromStored(kind, stored));
  return { form: 'list', code: 200, kind, items, metadata: { resourceVersion: String(server.store.revision) } };
}
