import type { KubeObject } from '../../model/meta.js';
import { checkCreate, mutateNew } from '../admission/admission.js';
import type { Kind } from '../kinds/kind.js';
import { alreadyExists, ApiError, invalid } from '../status/api-error.js';
import { validateMeta } from '../validation/meta.js';
import { expectedOf, readObject } from './body.js';
import { track } from './managers.js';
import { fillNewMeta, settleNamespace } from './metadata.js';
import { nameFaultsOf } from './name-rule.js';
import { readWriteOptions } from './options.js';
import { ordered } from './ordered.js';
import type { ObjectReply, ResourceRequest, Server } from '../request/request.js';
import { collectionOf, fromStored, toStored } from './stored.js';

/** POST of an object. */
export function create(server: Server, request: ResourceRequest): ObjectReply {
  const options = readWriteOptions(request.query, 'CreateOptions');
  const { draft, warnings } = readObject(request.body, expectedOf(request.kind), options.fieldValidation);
  for (const warning of warnings) request.warn(warning);
  prepareNew(server, request, draft);
  const object = createObject(server, request, draft, options.dryRun);
  return {
    form: 'object',
    code: 201,
    kind: request.kind,
    object,
    warnings: warningsOf(request.kind, object),
  };
}

/** Completes what a client sent by the defaults of its kind, and notes that all of that is theirs. */
export function prepareNew(server: Server, request: ResourceRequest, draft: KubeObject): void {
  settleNamespace(request, draft);
  refuseResourceVersion(draft);
  request.kind.setDefaults?.(draft);
  track(server, request, { live: undefined, draft });
}

/** What is told to who created an object. */
export const warningsOf = (kind: Kind, object: KubeObject): readonly string[] => kind.warnings?.(object) ?? [];

/** Admits, completes, validates and stores a draft that has its defaults. */
export function createObject(server: Server, request: ResourceRequest, draft: KubeObject, dryRun: boolean): KubeObject {
  const { kind } = request;
  mutateNew(server, request, draft);
  fillNewMeta(server, kind, draft);
  kind.prepareCreate?.(draft, server.clock.now());
  validateNew(kind, draft);
  checkCreate(server, request, draft);
  return store(server, kind, ordered(kind, draft), dryRun);
}

function store(server: Server, kind: Kind, draft: KubeObject, dryRun: boolean): KubeObject {
  const { name, namespace = '' } = draft.metadata;
  const collection = collectionOf(server, kind);
  if (collection.get(namespace, name) !== undefined) throw alreadyExists(kind, name);
  if (!dryRun) return fromStored(kind, collection.create(toStored(kind, draft)));
  delete draft.metadata.resourceVersion;
  return draft;
}

function refuseResourceVersion({ metadata }: KubeObject): void {
  if ((metadata.resourceVersion ?? '') === '') return;
  throw new ApiError(500, '', 'resourceVersion should not be set on objects to be created');
}

function validateNew(kind: Kind, draft: KubeObject): void {
  const meta = validateMeta(draft.metadata, nameFaultsOf(kind), kind.custom !== undefined);
  const errors = [...meta, ...(kind.validateCreate?.(draft) ?? []), ...(kind.validate?.(draft) ?? [])];
  if (errors.length > 0) throw invalid(kind, draft.metadata.name, errors);
}
