import { asJson } from '../../../model/json.js';
import type { Json, JsonObject } from '../../../model/json.js';
import type { Event } from '../../../model/core.js';
import type { KubeObject } from '../../../model/meta.js';
import { EVENT_PRINTER } from '../../tables/core.js';
import type { Printer } from '../../tables/printer.js';
import { validateEvent } from '../../validation/event.js';
import type { Kind } from '../kind.js';

/** Fields of the object that an event is about, by which lists can choose. */
const INVOLVED = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const;

const selectableFields = (prefix: string): Record<string, (event: Event) => string> => ({
  ...Object.fromEntries(
    INVOLVED.map((field) => [`${prefix}.${field}`, ({ involvedObject }: Event) => involvedObject[field] ?? '']),
  ),
  reason: ({ reason }: Event) => reason ?? '',
  type: ({ type }: Event) => type ?? '',
  reportingComponent: ({ reportingComponent }: Event) => reportingComponent ?? '',
});

/** The server does not look at the names of events. */
function anyName(): readonly string[] {
  return [];
}

/** As long as a server's --event-ttl says by default. */
const LIFETIME_MS = 3_600_000;

export const EVENT: Kind<Event> = {
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  namespaced: true,
  createsOnUpdate: true,
  lifetimeMs: LIFETIME_MS,
  nameFaults: anyName,
  validate: validateEvent,
  selectable: {
    ...selectableFields('involvedObject'),
    source: ({ source, reportingComponent }) => source.component ?? reportingComponent ?? '',
  },
  printer: EVENT_PRINTER,
};

/** Fields that events.k8s.io/v1 calls otherwise than core/v1 does. */
const RENAMED: readonly (readonly [string, string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

/** The same objects under their newer names. */
export const NEW_EVENT: Kind<Event> = {
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  namespaced: true,
  struct: 'events.Event',
  createsOnUpdate: true,
  nameFaults: anyName,
  // Selectors and tables see what is stored.
  selectable: selectableFields('regarding'),
  printer: EVENT_PRINTER satisfies Printer<Event>,
  storedAs: {
    group: '',
    plural: 'events',
    toStored: (event) => rename(event, 'v1', new Map(RENAMED)),
    fromStored: (event) => rename(event, 'events.k8s.io/v1', new Map(RENAMED.map(([to, from]) => [from, to]))),
  },
};

function rename(event: KubeObject, apiVersion: string, names: ReadonlyMap<string, string>): KubeObject {
  const fields = Object.entries(asJson(event)).map(([key, value]): [string, Json | undefined] => [
    names.get(key) ?? key,
    value,
  ]);
  const renamed: JsonObject = Object.fromEntries(fields);
  return { ...renamed, kind: 'Event', apiVersion, metadata: event.metadata };
}
