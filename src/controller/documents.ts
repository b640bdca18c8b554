import { type Answer, is } from '../cluster/api-error.js';
import type { Client } from '../cluster/client.js';
import type { Discovery } from '../cluster/discovery.js';
import type { Resource } from '../cluster/resource.js';
import { isList, isMap } from '../petset/json-edit.js';
import type { KubeObject } from '../petset/kubernetes.js';

/** What a server makes of a document: it can be created, it is there already as it should be, or it is refused. */
export type Reception = 'new' | 'unchanged';

/** A document and how the server serves its kind. */
export interface Placed {
  readonly document: KubeObject;
  readonly resource: Resource;
}

/** Puts a document where it belongs: nothing where the server knows no such kind. Throws a `Failure` when it cannot be asked. */
export async function place(
  document: KubeObject,
  namespace: string,
  discovery: Discovery,
): Promise<Placed | undefined> {
  const resource = await discovery.find(document.apiVersion, document.kind);
  if (resource === undefined) return undefined;
  if (!resource.namespaced) return { document, resource };
  return {
    document: { ...document, metadata: { ...document.metadata, namespace: document.metadata.namespace ?? namespace } },
    resource,
  };
}

/**
 * Creates a document, or only asks whether it could be. One that is there already, just as the document wants it, is no
 * error: so the same command can be run again after it was interrupted, and after a clean-up, which leaves it.
 */
export async function receive(placed: Placed, client: Client, dryRun: boolean): Promise<Answer<Reception>> {
  const { document, resource } = placed;
  const { namespace = '', name } = document.metadata;
  const isDone = (present: KubeObject): boolean => isPartOf(document, present);
  // What the server gives a name could not be found again.
  const answer = await client.create<KubeObject>(resource, document, { dryRun, ...(name !== undefined && { isDone }) });
  if (answer.ok) return { ok: true, value: 'new' };
  if (!is(answer.error, 'AlreadyExists') || name === undefined) return answer;
  const present = await client.get(resource, namespace, name);
  return present.ok && isDone(present.value) ? { ok: true, value: 'unchanged' } : answer;
}

/** Whether everything that `wanted` says is so in `present`, which may say more. */
export function isPartOf(wanted: unknown, present: unknown): boolean {
  if (isMap(wanted)) {
    return isMap(present) && Object.entries(wanted).every(([key, value]) => isPartOf(value, present[key]));
  }
  if (isList(wanted)) {
    return (
      isList(present) &&
      wanted.length === present.length &&
      wanted.every((item, index) => isPartOf(item, present[index]))
    );
  }
  return wanted === present || wanted === null || wanted === undefined;
}
