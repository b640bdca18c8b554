import type { KubeObject } from '../../model/meta.js';
import { objectFilter } from '../selectors/object-filter.js';
import { ApiError, badRequest, gone } from '../status/api-error.js';
import { readContinue, writeContinue } from './continue.js';
import type { Continue } from './continue.js';
import { readListOptions } from './list-options.js';
import type { ListOptions } from './list-options.js';
import type { ListMeta, ListReply, ObjectReply, ResourceRequest, Server } from '../request/request.js';
import { isVersion, unreadableVersion } from './resource-version.js';
import { collectionOf, fromStored, presentObject } from './stored.js';

/** GET of one object. */
export function get(server: Server, request: ResourceRequest): ObjectReply {
  const version = request.query.get('resourceVersion') ?? '';
  if (!isVersion(version)) throw new ApiError(500, '', unreadableVersion(version));
  refuseFuture(server, version);
  const object = fromStored(request.kind, presentObject(server, request));
  return { form: 'object', code: 200, kind: request.kind, object };
}

/** GET of a collection. */
export function list(server: Server, request: ResourceRequest): ListReply {
  const options = readListOptions(request.query);
  if (!isVersion(options.resourceVersion)) {
    throw badRequest(`invalid resource version: ${unreadableVersion(options.resourceVersion)}`);
  }
  refuseFuture(server, options.resourceVersion);
  const { items, metadata } = page(server, request, options);
  const { kind } = request;
  return { form: 'list', code: 200, kind, items: items.map((object) => fromStored(kind, object)), metadata };
}

interface Page {
  readonly items: readonly KubeObject[];
  readonly metadata: ListMeta;
}

/** One page, of the present or of the revision that the list began at. */
function page(server: Server, request: ResourceRequest, options: ListOptions): Page {
  const begun = begunList(options);
  const revision = begun?.revision ?? exactRevision(options) ?? server.store.revision;
  const { kind, namespace } = request;
  const objects = collectionOf(server, kind).listAt(revision, namespace);
  if (objects === undefined) throw gone(begun === undefined ? TOO_OLD : TOO_OLD_TO_CONTINUE);
  const filter = objectFilter(kind, { ...options, name: request.name });
  const isLater = (object: KubeObject): boolean => begun === undefined || keyIn(object, namespace) >= begun.start;
  const matching = objects.filter((object) => isLater(object) && filter(object));
  const items = options.limit > 0 ? matching.slice(0, options.limit) : matching;
  return { items, metadata: pageMeta({ revision, items, matching, namespace, options }) };
}

/** Where a list goes on that was begun before: at the revision of its beginning, and at no other. */
function begunList({ continue: token, resourceVersion }: ListOptions): Continue | undefined {
  if (token === '') return undefined;
  const begun = readContinue(token);
  if (resourceVersion === '' || resourceVersion === '0') return begun;
  throw badRequest('specifying resource version is not allowed when using continue');
}

const TOO_OLD = 'The resourceVersion for the provided list is too old.';
const TOO_OLD_TO_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function pageMeta(page: {
  revision: number;
  items: readonly KubeObject[];
  matching: readonly KubeObject[];
  namespace: string;
  options: ListOptions;
}): ListMeta {
  const { revision, items, matching, namespace, options } = page;
  const resourceVersion = String(revision);
  const last = items.at(-1);
  if (last === undefined || items.length === matching.length) return { resourceVersion };
  // What remains cannot be told when a selector chooses: the server has not looked at it.
  const isCounted = options.labelSelector === '' && options.fieldSelector === '';
  return {
    resourceVersion,
    // The next key after this one.
    continue: writeContinue({ revision, start: `${keyIn(last, namespace)}\0` }),
    ...(isCounted && { remainingItemCount: matching.length - items.length }),
  };
}

/** The key of an object below that of its list. */
function keyIn({ metadata }: KubeObject, namespace: string): string {
  return namespace === '' && metadata.namespace !== undefined
    ? `${metadata.namespace}/${metadata.name}`
    : `/${metadata.name}`;
}

function exactRevision({ resourceVersion, resourceVersionMatch }: ListOptions): number | undefined {
  return resourceVersionMatch === 'Exact' ? Number(resourceVersion) : undefined;
}

/** A revision that is still to come is waited for by a server, in vain here: nothing but this process writes. */
function refuseFuture({ store }: Server, resourceVersion: string): void {
  if (Number(resourceVersion) <= store.revision) return;
  const message = `Timeout: Too large resource version: ${resourceVersion}, current: ${store.revision}`;
  throw new ApiError(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
