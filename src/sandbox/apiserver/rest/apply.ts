import type { KubeObject } from '../../model/meta.js';
import { applyConfiguration } from '../apply/field-manager.js';
import { shapeOf } from '../apply/shape-of.js';
import { refuseAccess } from '../auth/authorize.js';
import type { ObjectReply, ResourceRequest, Server } from '../request/request.js';
import { conflict, notFound } from '../status/api-error.js';
import { asKubeObject, expectedOf } from './body.js';
import { commitUpdate } from './commit.js';
import type { Part } from './commit.js';
import { checkConfiguration, decodeApplied, duplicateWarnings, readConfiguration } from './configuration.js';
import type { Target } from './configuration.js';
import { createObject, warningsOf } from './create.js';
import { writeBy } from './managers.js';
import { settleName, settleNamespace } from './metadata.js';
import { readSwitch } from '../request/switch.js';
import type { WriteOptions } from './options.js';
import { collectionOf, fromStored } from './stored.js';

export const APPLY = 'application/apply-patch+yaml';

/** PATCH by server-side apply: what is applied is created when it is not there. */
export function apply(server: Server, request: ResourceRequest, part: Part, options: WriteOptions): ObjectReply {
  const { kind, namespace, name } = request;
  const stored = collectionOf(server, kind).get(namespace, name);
  if (stored === undefined && part !== 'main') throw notFound(kind, name);
  const live = stored && fromStored(kind, stored);
  const { config, duplicates } = readConfiguration(request.body.text);
  const target: Target = { ...expectedOf(kind), shape: shapeOf(kind) };
  checkConfiguration(target, config);
  const write = writeBy(server, request, part === 'main' ? '' : part);
  const applied = applyConfiguration(write, live, { object: config, isForced: isForced(request) });
  const warnings = duplicateWarnings(duplicates, options);
  const draft = asKubeObject(decodeApplied(target, applied, config));
  if (live === undefined) refuseUid(request, draft);
  settleNamespace(request, draft);
  settleName(request, draft);
  kind.setDefaults?.(draft);
  if (stored !== undefined) {
    const object = commitUpdate(server, request, { draft, stored, part, dryRun: options.dryRun });
    return { form: 'object', code: 200, kind, object, warnings };
  }
  const object = createApplied(server, request, draft, options);
  return { form: 'object', code: 201, kind, object, warnings: [...warnings, ...warningsOf(kind, object)] };
}

/** Whether what others hold is taken from them. */
export const isForced = ({ query }: ResourceRequest): boolean => readSwitch(query, 'force');

/** Who may only patch may not create by it. */
function createApplied(
  server: Server,
  request: ResourceRequest,
  draft: KubeObject,
  { dryRun }: WriteOptions,
): KubeObject {
  const { kind, namespace, name, user } = request;
  const { group, version, plural: resource } = kind;
  const access = { verb: 'create', group, version, resource, subresource: '', namespace, name };
  if (!server.authorizer.mayAccess(user, access)) throw refuseAccess(user, access);
  delete draft.metadata.resourceVersion;
  return createObject(server, request, draft, dryRun);
}

function refuseUid({ kind, name }: ResourceRequest, { metadata: { uid = '' } }: KubeObject): void {
  if (uid === '') return;
  throw conflict(
    kind,
    name,
    `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
  );
}
