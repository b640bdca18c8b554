import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

import { isObject, parseJson } from '../../model/json.js';
import type { Json } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
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
  readonly url: string;
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

/** What all clients of one process share. */
class Connections {
  readonly agent = new Agent({ keepAlive: true });
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
    this.agent.destroy();
  }
}

/** The little of an API client that controllers need: any Kubernetes API over HTTP will do. */
export class Client {
  readonly #options: ClientOptions;
  readonly #connections: Connections;

  constructor(options: ClientOptions, connections: Connections = new Connections()) {
    this.#options = options;
    this.#connections = connections;
  }

  /** The same client under another name. */
  as(agent: string): Client {
    return new Client({ ...this.#options, agent }, this.#connections);
  }

  get isClosed(): boolean {
    return this.#connections.isClosed;
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
  async stream(path: string): Promise<IncomingMessage> {
    const response = await this.#send('GET', path, undefined, {});
    if (response.statusCode === 200) return response;
    throw await refusal(response);
  }

  /** Ends all that is under way. */
  close(): void {
    this.#connections.close();
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
    const response = await this.#send(method, path, body, headers);
    if ((response.statusCode ?? 0) >= 300) throw await refusal(response);
    return parseJson(await readAll(response));
  }

  #send(
    method: string,
    path: string,
    body: object | undefined,
    headers: Record<string, string>,
  ): Promise<IncomingMessage> {
    if (this.isClosed) return Promise.reject(new RequestError(0, 'the client is closed'));
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(this.#options.url + path, {
        method,
        agent: this.#connections.agent,
        headers: {
          authorization: `Bearer ${this.#options.token}`,
          accept: 'application/json',
          'user-agent': this.#options.agent,
          ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...headers,
        },
      });
      outgoing.on('response', resolve).on('error', reject).end(text);
    });
  }
}

/** What a server answers to a request about a resource are objects of that resource. */
const asObject = <T extends KubeObject>(_resource: Resource<T>, value: Json): T => value as object as T;

async function refusal(response: IncomingMessage): Promise<RequestError> {
  const text = await readAll(response);
  const status = text.startsWith('{') ? parseJson(text) : undefined;
  const message = isObject(status) && typeof status.message === 'string' ? status.message : text;
  return new RequestError(response.statusCode ?? 0, message);
}

async function readAll(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}
