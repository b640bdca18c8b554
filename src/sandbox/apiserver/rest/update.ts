import { notFound } from '../status/api-error.js';
import type { ObjectReply, ResourceRequest, Server } from '../request/request.js';
import { expectedOf, readObject } from './body.js';
import { commitUpdate } from './commit.js';
import type { Part } from './commit.js';
import { createObject, prepareNew, warningsOf } from './create.js';
import { track } from './managers.js';
import { settleName, settleNamespace } from './metadata.js';
import { readWriteOptions } from './options.js';
import { checkUid } from './precondition.js';
import { collectionOf, fromStored } from './stored.js';

/** PUT of an object or of its status. */
export function update(server: Server, request: ResourceRequest, part: Part): ObjectReply {
  const { kind, namespace, name } = request;
  const options = readWriteOptions(request.query, 'UpdateOptions');
  const { draft, warnings } = readObject(request.body, expectedOf(kind), options.fieldValidation);
  for (const warning of warnings) request.warn(warning);
  settleName(request, draft);
  settleNamespace(request, draft);
  const stored = collectionOf(server, kind).get(namespace, name);
  if (stored === undefined) {
    if (kind.createsOnUpdate !== true || part !== 'main') throw notFound(kind, name);
    checkUid(request, draft, undefined);
    delete draft.metadata.resourceVersion;
    prepareNew(server, request, draft);
    const object = createObject(server, request, draft, options.dryRun);
    return { form: 'object', code: 201, kind, object, warnings: warningsOf(kind, object) };
  }
  checkUid(request, draft, stored);
  kind.setDefaults?.(draft);
  track(server, request, { live: fromStored(kind, stored), draft, subresource: part === 'main' ? '' : part });
  const object = commitUpdate(server, request, { draft, stored, part, dryRun: options.dryRun });
  return {
    form: 'object',
    code: 200,
    kind,
    object,
    warnings: kind.custom?.updateWarnings(object, fromStored(kind, stored)) ?? [],
  };
}
