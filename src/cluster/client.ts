import type { KubeObject, Served, Status } from '../petset/kubernetes.js';
import type { Answer, ApiError } from './api-error.js';
import type { Clock } from './clock.js';
import type { Connection } from './connection.js';
import { ConnectionError } from './connection-error.js';
import { apiVersionOf, collectionPath, type Resource } from './resource.js';
import { errorFrom, isStatus, linesOf, readAll, statusError, warningsOf } from './response.js';
import { isWorthAskingAgain, wasNotTaken, withRetry } from './retry.js';
import { type HttpRequest, type HttpResponse, send } from './transport.js';

/** The name that our writes go by in an object's managedFields. */
const FIELD_MANAGER = 'kubectl-petset';
/** A webhook may take 30 s; what is silent for longer is dead. */
const DEFAULT_REQUEST_TIMEOUT = 32_000;

const PATCH = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

export interface ListQuery {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface WriteOptions {
  /** The server checks and answers as if it did, and does nothing. */
  readonly dryRun?: boolean;
}

export interface DeleteOptions extends WriteOptions {
  /** Only this object, not another one that has its name by now. */
  readonly uid?: string;
}

export interface WatchQuery extends ListQuery {
  readonly resourceVersion: string;
  /** Seconds after which the server ends the watch. */
  readonly timeoutSeconds: number;
}

export type WatchEvent<T extends KubeObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Served<T> }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string }
  | { readonly type: 'ERROR'; readonly error: ApiError };

export interface Page<T extends KubeObject> {
  readonly items: readonly Served<T>[];
  readonly resourceVersion: string;
  /** The token of the next page; empty on the last. */
  readonly next: string;
}

/** One request and how it went. */
export interface RequestNote {
  readonly method: string;
  readonly path: string;
  /** The HTTP status, or why there is none. */
  readonly status: number | string;
  readonly ms: number;
}

export interface ClientOptions {
  /** Milliseconds; nothing means no limit but the one after which a request is dead. */
  readonly requestTimeout?: number | undefined;
  /** Told of the warnings that a server sends along. */
  readonly onWarning: (text: string) => void;
  /** Told of every request, for `-v`. */
  readonly onRequest?: (request: RequestNote) => void;
  readonly clock: Clock;
  /** Where it is given, questions are asked again when the server does not answer well. */
  readonly retry?: { readonly random: () => number };
}

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
    options: WriteOptions = {},
  ): Promise<Answer<Served<T>>> {
    const query = { ...writeQuery(options), fieldValidation: 'Strict' };
    return this.object(resource, 'POST', withQuery(collectionPath(resource, object.metadata.namespace), query), object);
  }

  update<T extends KubeObject>(
    resource: Resource<T>,
    object: T,
    options: WriteOptions = {},
  ): Promise<Answer<Served<T>>> {
    const { namespace = '', name = '' } = object.metadata;
    return this.object(resource, 'PUT', withQuery(objectPath(resource, namespace, name), writeQuery(options)), object);
  }

  patch<T extends KubeObject>(
    resource: Resource<T>,
    { namespace, name }: { readonly namespace: string; readonly name: string },
    type: keyof typeof PATCH,
    patch: object,
    options: WriteOptions = {},
  ): Promise<Answer<Served<T>>> {
    const path = withQuery(objectPath(resource, namespace, name), writeQuery(options));
    return this.object(resource, 'PATCH', path, patch, PATCH[type]);
  }

  /** Answers with the object as it is being deleted, or with nothing where the server only says that it is gone. */
  async delete<T extends KubeObject>(
    resource: Resource<T>,
    { namespace, name }: { readonly namespace: string; readonly name: string },
    { uid, dryRun }: DeleteOptions = {},
  ): Promise<Answer<Served<T> | undefined>> {
    const body = {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      ...(uid !== undefined && { preconditions: { uid } }),
      ...(dryRun && { dryRun: ['All'] }),
    };
    const answer = await this.json('DELETE', objectPath(resource, namespace, name), body);
    if (!answer.ok) return answer;
    return { ok: true, value: isStatus(answer.value) ? undefined : resource.read(answer.value) };
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

  /** What the server answers to a GET of any path, as with `kubectl get --raw`. */
  raw(path: string): Promise<Answer<unknown>> {
    return this.json('GET', path);
  }

  /** The events of a watch, until the server or `signal` ends it or `idleTimeout` ms pass without a byte. */
  async *watch<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string | undefined,
    query: WatchQuery,
    { idleTimeout, signal }: { readonly idleTimeout: number; readonly signal: AbortSignal },
  ): AsyncGenerator<WatchEvent<T>> {
    const { timeoutSeconds, ...rest } = query;
    const parameters = { ...rest, watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds: String(timeoutSeconds) };
    const path = withQuery(collectionPath(resource, namespace), parameters);
    try {
      const response = await this.send({ method: 'GET', path, idleTimeout, signal });
      if (response.status === 200) for await (const line of linesOf(response.chunks)) yield watchEvent(resource, line);
      else yield { type: 'ERROR', error: statusError(response, await readAll(response)) };
    } catch (error) {
      if (!signal.aborted) yield { type: 'ERROR', error: this.connectionError(error) };
    }
  }

  private async object<T extends KubeObject>(
    resource: Resource<T>,
    method: string,
    path: string,
    body?: object,
    contentType?: string,
  ): Promise<Answer<Served<T>>> {
    const answer = await this.json(method, path, body, contentType);
    return answer.ok ? { ok: true, value: resource.read(answer.value) } : answer;
  }

  private async json(
    method: string,
    path: string,
    body?: object,
    contentType = 'application/json',
  ): Promise<Answer<unknown>> {
    const request: HttpRequest = {
      method,
      path,
      idleTimeout: this.options.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT,
      isUsersLimit: this.options.requestTimeout !== undefined,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': contentType } }),
    };
    const { retry, clock } = this.options;
    if (retry === undefined) return this.answer(request);
    const isWorthIt = method === 'GET' ? isWorthAskingAgain : wasNotTaken;
    return withRetry(() => this.answer(request), isWorthIt, { clock, random: retry.random });
  }

  private async answer(request: HttpRequest): Promise<Answer<unknown>> {
    try {
      const response = await this.send(request);
      const text = await readAll(response);
      if (response.status >= 400) return { ok: false, error: statusError(response, text) };
      return { ok: true, value: JSON.parse(text) as unknown };
    } catch (error) {
      return { ok: false, error: this.connectionError(error) };
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

  private connectionError(error: unknown): ApiError {
    if (error instanceof ConnectionError || error instanceof SyntaxError) {
      const code = error instanceof ConnectionError ? error.code : 'BAD_JSON';
      return { from: 'connection', server: this.connection.server.host, code, message: error.message };
    }
    throw error;
  }
}

function objectPath(resource: Resource, namespace: string, name: string): string {
  return `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
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

function watchEvent<T extends KubeObject>(resource: Resource<T>, line: string): WatchEvent<T> {
  const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: unknown };
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object: resource.read(object) };
    case 'BOOKMARK':
      return { type, resourceVersion: resource.read(object).metadata.resourceVersion };
    default:
      return { type: 'ERROR', error: errorFrom(object as Status, 0) };
  }
}
