import type { KubeObject } from '../../model/meta.js';
import type { Kind } from '../kinds/kind.js';
import { ApiError, conflict, invalid, MODIFIED } from '../status/api-error.js';
import { invalidValue } from '../status/field-error.js';
import type { ResourceRequest } from '../request/request.js';

/** Refuses an update of a version that is not the present one. */
export function checkVersion(kind: Kind, { metadata }: KubeObject, present: KubeObject): void {
  const { resourceVersion = '', name } = metadata;
  const was = present.metadata;
  if (resourceVersion === '' && kind.custom !== undefined) {
    // The storage refuses it, which knows resources, and versions as numbers.
    throw invalid({ group: kind.group, kind: kind.plural }, name, [
      invalidValue('metadata.resourceVersion', 0, 'must be specified for an update'),
    ]);
  }
  if (resourceVersion === '' && kind.needsResourceVersion === true) {
    throw invalid(kind, name, [invalidValue('metadata.resourceVersion', '', 'must be specified for an update')]);
  }
  if (!/^\d*$/.test(resourceVersion)) {
    throw new ApiError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  }
  if (resourceVersion !== '' && resourceVersion !== '0' && resourceVersion !== was.resourceVersion) {
    throw conflict(kind, name, MODIFIED);
  }
}

/** A whole object that tells the uid of another is refused by the storage, and the server passes its words on. */
export function checkUid(
  { kind, namespace, name }: ResourceRequest,
  { metadata }: KubeObject,
  stored: KubeObject | undefined,
): void {
  const { uid = '' } = metadata;
  const was = stored?.metadata.uid ?? '';
  if (uid === '' || uid === was) return;
  throw failedPrecondition({ kind, namespace, name }, `UID in precondition: ${uid}, UID in object meta: ${was}`);
}

/** A precondition that the storage of a server did not find, in the words of the storage. */
export function failedPrecondition(
  { kind, namespace, name }: Pick<ResourceRequest, 'kind' | 'namespace' | 'name'>,
  what: string,
): ApiError {
  const key = ['/registry', ...storageKey(kind), ...(namespace === '' ? [] : [namespace]), name].join('/');
  const reason = `Precondition failed: ${what}`;
  const words = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${reason}`;
  return conflict(kind, name, words);
}

/** Where a server keeps a kind, under names that are older than some of its resources. */
function storageKey({ group, plural }: Kind): string[] {
  const key = group === '' ? OLD_KEYS.get(plural) : undefined;
  return [key ?? plural];
}

const OLD_KEYS: ReadonlyMap<string, string> = new Map([
  ['services', 'services/specs'],
  ['endpoints', 'services/endpoints'],
  ['nodes', 'minions'],
  ['replicationcontrollers', 'controllers'],
]);
