import type { Json } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import { apiVersionOf } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import type { ResourceRequest, Server, WatchEvent, WatchReply, WatchSink } from '../request/request.js';
import { objectFilter } from '../selectors/object-filter.js';
import type { ObjectFilter } from '../selectors/object-filter.js';
import { ApiError, gone } from '../status/api-error.js';
import type { Change } from '../storage/change-log.js';
import type { Collection } from '../storage/collection.js';
import { asKubeObject, decodeKind } from './body.js';
import { readListOptions } from './list-options.js';
import type { ListOptions } from './list-options.js';
import { isVersion, unreadableVersion } from './resource-version.js';
import { collectionOf, fromStored } from './stored.js';

/** A watch ends by itself after half an hour to an hour, as a server's does (--min-request-timeout). */
const LEAST_TIMEOUT_SECONDS = 1800;
const BOOKMARK_MS = 60_000;

/** GET of a collection (or one object of it) with `watch`. */
export function watch(server: Server, request: ResourceRequest): WatchReply {
  const options = readListOptions(request.query);
  const { kind } = request;
  const filter = objectFilter(kind, { ...options, name: request.name });
  if (!isVersion(options.resourceVersion)) throw new ApiError(500, '', unreadableVersion(options.resourceVersion));
  return { form: 'watch', code: 200, kind, open: (sink) => open(server, request, { options, filter, sink }) };
}

interface Watching {
  readonly options: ListOptions;
  readonly filter: ObjectFilter;
  readonly sink: WatchSink;
}

/**
 * Begins to send events. All of it happens before anything else is written: no change falls between the initial
 * events and the subscription. The returned function ends the watch.
 */
function open(server: Server, request: ResourceRequest, { options, filter, sink }: Watching): () => void {
  const { kind, namespace } = request;
  const collection = collectionOf(server, kind);
  // A watch may begin at a revision that is still to come: it hears of what is later. One that is told what is there
  // begins now, whatever revision it names.
  const after = isFromNow(options) ? 0 : Number(options.resourceVersion);
  const send = (change: Change): void => {
    if (change.revision <= after) return;
    if (namespace !== '' && change.object.metadata.namespace !== namespace) return;
    const event = visibleChange(change, filter);
    if (event !== undefined) sink.send({ ...event, object: fromStored(kind, event.object) });
  };
  if (!sendFirst(server, request, collection, { options, filter, sink }, send)) {
    sink.end();
    return () => undefined;
  }
  const unsubscribe = collection.subscribe(send);
  const stopTimers = startTimers(server, kind, options, sink);
  const end = (): void => sink.end();
  kind.custom?.retired.addEventListener('abort', end);
  return () => {
    unsubscribe();
    stopTimers();
    kind.custom?.retired.removeEventListener('abort', end);
  };
}

const isFromNow = ({ resourceVersion, sendInitialEvents }: ListOptions): boolean =>
  resourceVersion === '' || resourceVersion === '0' || sendInitialEvents;

/** What is there or has happened before now. False if the start is too old, which the client is told. */
function sendFirst(
  server: Server,
  { kind, namespace }: ResourceRequest,
  collection: Collection,
  { options, filter, sink }: Watching,
  send: (change: Change) => void,
): boolean {
  if ((options.timeoutSeconds ?? 0) < 0) return false;
  if (isFromNow(options)) {
    for (const object of collection.list(namespace)) {
      if (filter(object)) sink.send({ type: 'ADDED', object: fromStored(kind, object) });
    }
    if (options.sendInitialEvents && options.allowWatchBookmarks) sink.send(bookmark(server, kind, true));
    return true;
  }
  const revision = Number(options.resourceVersion);
  const changes = collection.changesSince(revision);
  if (changes === undefined) {
    const words = `too old resource version: ${revision} (${collection.oldestRevision})`;
    sink.send({ type: 'ERROR', object: gone(words).status });
    return false;
  }
  for (const change of changes) send(change);
  return true;
}

/** A change as somebody sees it who looks at chosen objects only: entering is ADDED, leaving is DELETED. */
function visibleChange(
  { type, object, previous }: Change,
  filter: ObjectFilter,
): (WatchEvent & { object: KubeObject }) | undefined {
  const was = previous !== undefined && filter(previous);
  const is = type !== 'DELETED' && filter(object);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object };
  if (!was) return undefined;
  if (type === 'DELETED') return { type, object };
  // The object as it was last seen, at the revision at which it left.
  const { resourceVersion = '' } = object.metadata;
  return { type: 'DELETED', object: { ...previous, metadata: { ...previous.metadata, resourceVersion } } };
}

function startTimers(server: Server, kind: Kind, options: ListOptions, sink: WatchSink): () => void {
  const { clock, random } = server;
  const { timeoutSeconds: asked = 0 } = options;
  // A timeout of 0 is none (apiserver pkg/endpoints/handlers/get.go, ListResource).
  const seconds = asked === 0 ? LEAST_TIMEOUT_SECONDS * (1 + random.fraction()) : asked;
  const stopEnd = clock.setTimeout(() => sink.end(), Math.max(0, seconds) * 1000);
  if (!options.allowWatchBookmarks) return stopEnd;
  let stopBookmark: () => void = () => undefined;
  const schedule = (): void => {
    stopBookmark = clock.setTimeout(() => {
      sink.send(bookmark(server, kind, false));
      schedule();
    }, BOOKMARK_MS);
  };
  schedule();
  return () => {
    stopEnd();
    stopBookmark();
  };
}

/** An empty object that tells how far the watch has come. */
function bookmark({ store }: Server, kind: Kind, isEndOfFirst: boolean): WatchEvent {
  const metadata: Record<string, Json> = { resourceVersion: String(store.revision) };
  if (isEndOfFirst) metadata.annotations = { 'k8s.io/initial-events-end': 'true' };
  const { object } = decodeKind(kind, { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata });
  return { type: 'BOOKMARK', object: asKubeObject(object) };
}
