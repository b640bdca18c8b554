import type { Readable } from 'node:stream';

import { isObject, parseJson } from '../../model/json.js';
import type { Json } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import type { Told, Way } from '../../platform/way.js';
import { pathOf } from './resource.js';
import type { Resource } from './resource.js';

/** An answer other than 2xx. */
export class RequestError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Whether something went wrong on the way to the server or there, which is nobody's mistake: it refused, or the connection broke. */
export const isOfRequest = (error: unknown): boolean =>
  error instanceof RequestError || (error instanceof Error && 'code' in error && typeof error.code === 'string');

export const isNotFound = (error: unknown): boolean => error instanceof RequestError && error.code === 404;
export const isConflict = (error: unknown): boolean => error instanceof RequestError && error.code === 409;

export interface ClientOptions {
  /** To the server; no other client but those made of this one shares it. */
  readonly way: Way;
  readonly token: string;
  /** Waited for before each request: a way to the server that may be cut. */
  readonly gate?: () => Promise<void>;
  /** What the client calls itself; the server notes what it writes under this name. */
  readonly agent: string;
}

export interface DeleteOptions {
  readonly uid?: string | undefined;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
}

type Reference = Pick<KubeObject, 'metadata'>;

/** The little of an API client that controllers need: any Kubernetes API will do. */
export class Client {
  readonly #options: ClientOptions;
  readonly #end: { isClosed: boolean };

  constructor(options: ClientOptions, end = { isClosed: false }) {
    this.#options = options;
    this.#end = end;
  }

  /** The same client under another name. */
  as(agent: string): Client {
    return new Client({ ...this.#options, agent }, this.#end);
  }

  get isClosed(): boolean {
    return this.#end.isClosed;
  }

  async get<T extends KubeObject>(
    resource: Resource<T>,
    namespace: string,
    name: string,
    subresource = '',
  ): Promise<T> {
    return asObject(resource, await this.#call('GET', pathOf(resource, namespace, name, subresource)));
  }

  async list<T extends KubeObject>(resource: Resource<T>, namespace: string, labelSelector = ''): Promise<T[]> {
    const query = labelSelector === '' ? '' : `?labelSelector=${encodeURIComponent(labelSelector)}`;
    const list = await this.#call('GET', pathOf(resource, namespace) + query);
    const items = isObject(list) && Array.isArray(list.items) ? list.items : [];
    return items.map((item) => asObject(resource, item));
  }

  async create<T extends KubeObject>(resource: Resource<T>, object: T): Promise<T> {
    return asObject(resource, await this.#call('POST', pathOf(resource, object.metadata.namespace), object));
  }

  async update<T extends KubeObject>(resource: Resource<T>, object: T, subresource = ''): Promise<T> {
    const { namespace = '', name } = object.metadata;
    return asObject(resource, await this.#call('PUT', pathOf(resource, namespace, name, subresource), object));
  }

  /** A JSON merge patch. */
  async patch<T extends KubeObject>(resource: Resource<T>, { metadata }: Reference, patch: object): Promise<T> {
    return this.#patch(resource, metadata, '', patch, 'application/merge-patch+json');
  }

  /** A JSON merge patch of the status. */
  async patchStatus<T extends KubeObject>(resource: Resource<T>, { metadata }: Reference, patch: object): Promise<T> {
    return this.#patch(resource, metadata, 'status', patch, 'application/merge-patch+json');
  }

  /** A strategic merge patch of the status: conditions of other types stay. */
  async mergeStatus<T extends KubeObject>(resource: Resource<T>, { metadata }: Reference, patch: object): Promise<T> {
    return this.#patch(resource, metadata, 'status', patch, 'application/strategic-merge-patch+json');
  }

  /** Puts a pod on a node. */
  async bind(resource: Resource, { metadata }: Reference, node: string): Promise<void> {
    const { name, namespace = '', uid = '' } = metadata;
    const target = { kind: 'Node', apiVersion: 'v1', name: node };
    const body = { kind: 'Binding', apiVersion: 'v1', metadata: { name, namespace, uid }, target };
    await this.#call('POST', pathOf(resource, namespace, name, 'binding'), body);
  }

  async delete(resource: Resource, { metadata }: Reference, options: DeleteOptions = {}): Promise<void> {
    const { uid, ...rest } = options;
    const body = {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      ...rest,
      ...(uid !== undefined && { preconditions: { uid } }),
    };
    await this.#call('DELETE', pathOf(resource, metadata.namespace, metadata.name), body);
  }

  async deleteCollection(resource: Resource, namespace: string): Promise<void> {
    await this.#call('DELETE', pathOf(resource, namespace));
  }

  async getPath(path: string, accept?: string): Promise<Json> {
    return this.#call('GET', path, undefined, { ...(accept !== undefined && { accept }) });
  }

  /** Opens a watch; resolves once the server began to answer. */
  async stream(path: string): Promise<Readable> {
    const { code, body } = await this.#send('GET', path, undefined, {});
    if (code === 200 && typeof body !== 'string') return body;
    throw refusal(code, await textOf(body));
  }

  /** Ends all that is under way. */
  close(): void {
    this.#end.isClosed = true;
    this.#options.way.close();
  }

  async #patch<T extends KubeObject>(
    resource: Resource<T>,
    { namespace = '', name }: KubeObject['metadata'],
    subresource: string,
    patch: object,
    type: string,
  ): Promise<T> {
    const path = pathOf(resource, namespace, name, subresource);
    return asObject(resource, await this.#call('PATCH', path, patch, { 'content-type': type }));
  }

  async #call(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Json> {
    await this.#options.gate?.();
    const { code, body: answer } = await this.#send(method, path, body, headers);
    const text = await textOf(answer);
    if (code >= 300) throw refusal(code, text);
    return parseJson(text);
  }

  #send(
    method: string,
    path: string,
    body: object | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Told> {
    if (this.isClosed) return Promise.reject(new RequestError(0, 'the client is closed'));
    const { way, token, agent } = this.#options;
    return way.ask({
      method,
      path,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'user-agent': agent,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      text: body === undefined ? '' : JSON.stringify(body),
    });
  }
}

/** What a server answers to a request about a resource are objects of that resource. */
const asObject = <T extends KubeObject>(_resource: Resource<T>, value: Json): T => value as object as T;

function refusal(code: number, text: string): RequestError {
  const status = text.startsWith('{') ? parseJson(text) : undefined;
  const message = isObject(status) && typeof status.message === 'string' ? status.message : text;
  return new RequestError(code, message);
}

async function textOf(body: Told['body']): Promise<string> {
  if (typeof body === 'string') return body;
  body.setEncoding('utf8');
  let text = '';
  for await (const chunk of body) text += String(chunk);
  return text;
}
