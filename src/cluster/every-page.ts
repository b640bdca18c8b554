import type { KubeObject, Served } from '../petset/kubernetes.js';
import type { Answer } from './api-error.js';
import type { Client, ListQuery } from './client.js';
import type { Resource } from './resource.js';

const PAGE = 500;

/** A list, and the version of the cluster that it is of: a watch goes on from there. */
export interface List<T extends KubeObject> {
  readonly items: readonly Served<T>[];
  readonly resourceVersion: string;
}

/** What is kept of a list: the other objects are dropped with their page, and of each what `trimmed` leaves out. */
export interface Kept<T extends KubeObject> {
  readonly isWanted?: (object: Served<T>) => boolean;
  readonly trimmed?: (object: Served<T>) => Served<T>;
}

/** Lists objects page by page. */
export async function everyPage<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  namespace: string | undefined,
  query: ListQuery = {},
  { isWanted = () => true, trimmed = (object) => object }: Kept<T> = {},
): Promise<Answer<List<T>>> {
  const items: Served<T>[] = [];
  let next = '';
  for (;;) {
    const page = await client.page(resource, namespace, { ...query, limit: PAGE, continue: next });
    if (!page.ok) return page;
    for (const object of page.value.items) if (isWanted(object)) items.push(trimmed(object));
    next = page.value.next;
    if (next === '') return { ok: true, value: { items, resourceVersion: page.value.resourceVersion } };
  }
}
