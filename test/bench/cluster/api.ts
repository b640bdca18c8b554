import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Agent, type AgentOptions, request, type RequestOptions } from 'node:https';
import { createInterface } from 'node:readline';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';

/** As much of an object as is looked at here. */
export interface KubeObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec?: { readonly nodeName?: string; readonly containers?: readonly { readonly name: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

export interface ObjectEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubeObject;
}

interface ObjectList {
  readonly items: readonly KubeObject[];
  readonly metadata: { readonly resourceVersion: string };
}

/** An answer other than 2xx. */
export class ApiFailure extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A request and its answer with nothing around it: what a benchmark compares with must not be slowed down by us. */
export class Api {
  readonly #server: URL;
  readonly #credentials: AgentOptions;
  readonly #headers: OutgoingHttpHeaders;
  readonly #agent: Agent;

  private constructor(server: URL, credentials: AgentOptions, headers: OutgoingHttpHeaders) {
    this.#server = server;
    this.#credentials = credentials;
    this.#headers = headers;
    this.#agent = new Agent({ ...credentials, keepAlive: true });
  }

  static async of(kubeconfig: string): Promise<Api> {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const options: RequestOptions & { headers: OutgoingHttpHeaders } = { headers: {} };
    await config.applyToHTTPSOptions(options);
    const { ca, cert, key, rejectUnauthorized, servername } = options;
    const given = Object.entries({ ca, cert, key, rejectUnauthorized, servername });
    const credentials: AgentOptions = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    return new Api(new URL(config.getCurrentCluster()?.server ?? ''), credentials, options.headers);
  }

  /** Throws an {@link ApiFailure}. */
  async send(method: string, path: string, body?: object, type = 'application/json'): Promise<string> {
    const response = await this.#open(method, path, this.#agent, body, type);
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk as string;
    const status = response.statusCode ?? 0;
    if (status >= 300) throw new ApiFailure(status, `${method} ${path}: ${status} ${text}`);
    return text;
  }

  async object(path: string): Promise<KubeObject> {
    return JSON.parse(await this.send('GET', path)) as KubeObject;
  }

  async list(path: string): Promise<ObjectList> {
    return JSON.parse(await this.send('GET', path)) as ObjectList;
  }

  merge(path: string, patch: object): Promise<string> {
    return this.send('PATCH', path, patch, 'application/merge-patch+json');
  }

  /** The events of a watch, on a connection of its own, until one of both sides ends it. Answers with how to do so. */
  async watch(path: string, onEvent: (event: ObjectEvent) => void, onEnd?: () => void): Promise<() => void> {
    const response = await this.#open('GET', path, new Agent(this.#credentials));
    if (response.statusCode !== 200) throw new ApiFailure(response.statusCode ?? 0, `GET ${path}`);
    createInterface({ input: response }).on('line', (line) => onEvent(JSON.parse(line) as ObjectEvent));
    // What breaks off, ends.
    response.on('error', () => undefined).on('close', () => onEnd?.());
    return () => void response.destroy();
  }

  close(): void {
    this.#agent.destroy();
  }

  async #open(
    method: string,
    path: string,
    agent: Agent,
    body?: object,
    type = 'application/json',
  ): Promise<IncomingMessage> {
    const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const sent = request(new URL(this.#server.pathname.replace(/\/$/, '') + path, this.#server), {
      method,
      agent,
      headers: {
        ...this.#headers,
        accept: 'application/json',
        ...(content && { 'content-type': type, 'content-length': content.length }),
      },
    });
    sent.end(content);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
  }
}
