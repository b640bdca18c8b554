import type { KubeObject, Served } from '../petset/kubernetes.js';
import type { Answer } from './api-error.js';
import type { ClientOptions } from './client-options.js';
import type { Connection } from './connection.js';
import { apiVersionOf, collectionPath, objectPath, type Resource, RESOURCES } from './resource.js';
import { isStatus, linesOf, readAll, statusError, warningsOf } from './response.js';
import { insist } from './insist.js';
import { isWorthAskingAgain, type mayPass, wasNotTaken, withRetry } from './retry.js';
import { type HttpRequest, type HttpResponse, send } from './transport.js';
import { unanswered } from './unanswered.js';
import { type WatchEvent, watchEvent } from './watch-event.js';
import type { DeleteOptions, PatchOptions, SureOptions, WriteOptions } from './write-options.js';

/** The name that our writes go by in an object's managedFields. */
export const FIELD_MANAGER = 'kubectl-petset';
/** A webhook may take 30 s; what is silent for longer is dead. */
const DEFAULT_REQUEST_TIMEOUT = 32_000;

const PATCH = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;
/** JSON is YAML. */
const APPLY = 'application/apply-patch+yaml';

export interface ListQuery {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface WatchQuery extends ListQuery {
  readonly resourceVersion: string;
  /** Seconds after which the server ends the watch. */
  readonly timeoutSeconds: number;
}

export interface Page<T extends KubeObject> {
  readonly items: readonly Served<T>[];
  readonly resourceVersion: string;
  /** The token of the next page; empty on the last. */
  readonly next: string;
}

interface RequestStyle {
  readonly contentType?: string;
  /** After which failures it may be made again. */
  readonly isWorthIt?: typeof mayPass;
}

const never = (): boolean => false;

/** The verbs of the Kubernetes API. Every call answers with a value or with why there is none; none throws for a refusal. */
export class Client {
  readonly connection: Connection;
  private readonly options: ClientOptions;

  constructor(connection: Connection, options: ClientOptions) {
    this.connection = connection;
    this.options = options;
  }

  get<T extends KubeObject>(resource: Resource<T>, namespace: string, name: string): Promise<Answer<Served<T>>> {
    return this.object(resource, 'GET', objectPath(resource, namespace, name));
  }

  create<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options: SureOptions<T> = {},
  ): Promise<Answer<Served<T>>> {
    const query = { ...writeQuery(options), fieldValidation: 'Strict' };
    const path = withQuery(collectionPath(resource, object.metadata.namespace), query);
    return this.write(resource, 'POST', path, object, options);
  }

  update<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options: SureOptions<T> = {},
  ): Promise<Answer<Served<T>>> {
    const { namespace = '', name = '' } = object.metadata;
    const path = withQuery(objectPath(resource, namespace, name), writeQuery(options));
    return this.write(resource, 'PUT', path, object, options);
  }

  patch<T extends KubeObject>(
    resource: Resource<T>,
    { namespace, name }: { readonly namespace: string; readonly name: string },
    type: keyof typeof PATCH,
    patch: object,
    { isRepeatable = false, subresource, ...options }: PatchOptions = {},
  ): Promise<Answer<Served<T>>> {
    const part = subresource === undefined ? '' : `/${subresource}`;
    const path = withQuery(`${objectPath(resource, namespace, name)}${part}`, writeQuery(options));
    const style = { contentType: PATCH[type], ...(isRepeatable && { isWorthIt: isWorthAskingAgain }) };
    return this.object(resource, 'PATCH', path, patch, style);
  }

  /**
   * Creates an object, or has it say what it says here and no more of what it said by us: a server-side apply. What others
   * have said otherwise is overruled. It may be sent again: the second time nothing is left to be done.
   */
  apply<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options: WriteOptions = {},
  ): Promise<Answer<Served<T>>> {
    const { namespace = '', name = '' } = object.metadata;
    const query = { ...writeQuery(options), force: 'true', fieldValidation: 'Strict' };
    const path = withQuery(objectPath(resource, namespace, name), query);
    return this.object(resource, 'PATCH', path, object, { contentType: APPLY, isWorthIt: isWorthAskingAgain });
  }

  /** Answers with the object as it is being deleted, or with nothing where the server only says that it is gone. */
  async delete<T extends KubeObject>(
    resource: Resource<T>,
    { namespace, name }: { readonly namespace: string; readonly name: string },
    { uid, resourceVersion, propagation, gracePeriodSeconds, dryRun }: DeleteOptions = {},
  ): Promise<Answer<Served<T> | undefined>> {
    const body = {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      ...((uid !== undefined || resourceVersion !== undefined) && { preconditions: { uid, resourceVersion } }),
      ...(propagation !== undefined && { propagationPolicy: propagation }),
      ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
      ...(dryRun && { dryRun: ['All'] }),
    };
    const answer = await this.json('DELETE', objectPath(resource, namespace, name), body);
    if (!answer.ok) return answer;
    return { ok: true, value: isStatus(answer.value) ? undefined : resource.read(answer.value) };
  }

  /** Deletes a pod as far as disruption budgets allow; one that does not answers 429 (policy/v1 Eviction). */
  async evict({ namespace, name, uid }: { namespace: string; name: string; uid: string }): Promise<Answer<undefined>> {
    const body = {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { namespace, name },
      deleteOptions: { preconditions: { uid } },
    };
    const answer = await this.json('POST', `${objectPath(RESOURCES.pods, namespace, name)}/eviction`, body);
    return answer.ok ? { ok: true, value: undefined } : answer;
  }

  /** One page of at most `limit` objects. */
  async page<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string | undefined,
    query: ListQuery & { readonly limit: number; readonly continue?: string },
  ): Promise<Answer<Page<T>>> {
    const answer = await this.json('GET', withQuery(collectionPath(resource, namespace), { ...query }));
    if (!answer.ok) return answer;
    const list = answer.value as {
      readonly items?: readonly object[];
      readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
    };
    // The items of a list carry neither kind nor version.
    const type = { apiVersion: apiVersionOf(resource), kind: resource.kind };
    return {
      ok: true,
      value: {
        items: (list.items ?? []).map((item) => resource.read({ ...type, ...item })),
        resourceVersion: list.metadata?.resourceVersion ?? '',
        next: list.metadata?.continue ?? '',
      },
    };
  }

  /** What the server answers to a GET of what is no JSON. */
  text(path: string): Promise<Answer<string>> {
    return this.retry(() => this.answer(this.request('GET', path), (text) => text), isWorthAskingAgain);
  }

  /** What the server answers to a GET of any path, as with `kubectl get --raw`. */
  raw(path: string): Promise<Answer<unknown>> {
    return this.json('GET', path);
  }

  /** The events of a watch, until the server or `signal` ends it. */
  async *watch<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string | undefined,
    query: WatchQuery,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent<T>> {
    const { timeoutSeconds, ...rest } = query;
    const parameters = { ...rest, watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(timeoutSeconds) };
    const path = withQuery(collectionPath(resource, namespace), parameters);
    try {
      const response = await this.send({ method: 'GET', path, idleTimeout: DEFAULT_REQUEST_TIMEOUT, signal });
      if (response.status === 200) for await (const line of linesOf(response.chunks)) yield watchEvent(resource, line);
      else yield { type: 'ERROR', error: statusError(response, await readAll(response)) };
    } catch (error) {
      if (!signal.aborted) yield { type: 'ERROR', error: unanswered(this.connection, error) };
    }
  }

  private async write<T extends KubeObject>(
    resource: Resource<T>,
    method: 'POST' | 'PUT',
    path: string,
    object: T,
    { dryRun, isDone }: SureOptions<T>,
  ): Promise<Answer<Served<T>>> {
    if (dryRun) return this.object(resource, method, path, object, { isWorthIt: isWorthAskingAgain });
    if (isDone === undefined) return this.object(resource, method, path, object);
    const { namespace = '', name = '' } = object.metadata;
    const once = { isWorthIt: never };
    const send = (): Promise<Answer<Served<T>>> => this.object(resource, method, path, object, once);
    const look = (): Promise<Answer<Served<T>>> =>
      this.object(resource, 'GET', objectPath(resource, namespace, name), undefined, once);
    return insist({ send, look, isDone }, (call, isWorthIt) => this.retry(call, isWorthIt));
  }

  private async object<T extends KubeObject>(
    resource: Resource<T>,
    method: string,
    path: string,
    body?: object,
    how?: RequestStyle,
  ): Promise<Answer<Served<T>>> {
    const answer = await this.json(method, path, body, how);
    return answer.ok ? { ok: true, value: resource.read(answer.value) } : answer;
  }

  private json(
    method: string,
    path: string,
    body?: object,
    {
      contentType = 'application/json',
      isWorthIt = method === 'GET' ? isWorthAskingAgain : wasNotTaken,
    }: RequestStyle = {},
  ): Promise<Answer<unknown>> {
    const content = body && { body: JSON.stringify(body), headers: { 'content-type': contentType } };
    const request = { ...this.request(method, path), ...content };
    return this.retry(() => this.answer(request, (text) => JSON.parse(text) as unknown), isWorthIt);
  }

  private request(method: string, path: string): HttpRequest {
    const { requestTimeout } = this.options;
    const isUsersLimit = requestTimeout !== undefined;
    return { method, path, idleTimeout: requestTimeout ?? DEFAULT_REQUEST_TIMEOUT, isUsersLimit };
  }

  private retry<T>(call: () => Promise<Answer<T>>, isWorthIt: typeof mayPass): Promise<Answer<T>> {
    const { retry, clock } = this.options;
    return retry === undefined ? call() : withRetry(call, isWorthIt, { clock, ...retry });
  }

  private async answer<T>(request: HttpRequest, read: (text: string) => T): Promise<Answer<T>> {
    try {
      const response = await this.send(request);
      const text = await readAll(response);
      if (response.status >= 400) return { ok: false, error: statusError(response, text) };
      return { ok: true, value: read(text) };
    } catch (error) {
      return { ok: false, error: unanswered(this.connection, error) };
    }
  }

  /** Sends with fresh credentials once more where the first ones were refused: they may just have rotated. */
  private async send(request: HttpRequest): Promise<HttpResponse> {
    const first = await this.sendOnce(request);
    if (first.status !== 401) return first;
    await readAll(first);
    this.connection.forgetCredentials();
    return this.sendOnce(request);
  }

  private async sendOnce(request: HttpRequest): Promise<HttpResponse> {
    const { onRequest, onWarning, clock } = this.options;
    const startedAt = clock.now();
    const told = { method: request.method, path: request.path };
    try {
      const headers = { accept: 'application/json', 'user-agent': FIELD_MANAGER, ...request.headers };
      const response = await send(this.connection, { ...request, headers });
      onRequest?.({ ...told, status: response.status, ms: clock.now() - startedAt });
      for (const warning of warningsOf(response)) onWarning(warning);
      return response;
    } catch (error) {
      onRequest?.({
        ...told,
        status: error instanceof Error ? error.message : String(error),
        ms: clock.now() - startedAt,
      });
      throw error;
    }
  }
}

function writeQuery({ dryRun }: WriteOptions): Record<string, string> {
  return { fieldManager: FIELD_MANAGER, ...(dryRun && { dryRun: 'All' }) };
}

function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') parameters.set(key, String(value));
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
}
