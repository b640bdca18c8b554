import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';

import { startSandbox } from '../../../src/sandbox/index.js';
import { AT_ONCE } from '../../fixtures/pace.js';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/index.js';

/** A value inside of JSON: `at(pod, 'status.conditions.0.type')`; nothing if there is none. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

/** The same for a list; an empty one if there is none. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const list = at(value, path);
  return Array.isArray(list) ? list : [];
}

/** The same for a string; an empty one if there is none. */
export function textAt(value: unknown, path: string): string {
  const text = at(value, path);
  return typeof text === 'string' ? text : '';
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Objects as tests send them. */
export type Manifest = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly code: number;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

export interface Call {
  readonly type?: string | undefined;
  readonly accept?: string | undefined;
  /** Instead of the admin's; empty for none. */
  readonly token?: string;
  /** What the client calls itself. */
  readonly agent?: string;
  /** Whom the request is to be taken as sent by. */
  readonly as?: string | undefined;
}

export interface WatchedEvent {
  readonly type: string;
  readonly object: unknown;
}

/** A watch whose events can be waited for. */
export interface Watch {
  readonly events: readonly WatchedEvent[];
  readonly code: number;
  /** Resolves with the first event, past or to come, that fits. */
  until(fits: (event: WatchedEvent) => boolean): Promise<WatchedEvent>;
  /** Resolves once the server ended it. */
  ended(): Promise<void>;
  close(): void;
}

/** A sandbox with a client that hides nothing of HTTP. */
export interface Cluster {
  readonly sandbox: Sandbox;
  send(method: string, path: string, body?: unknown, call?: Call): Promise<Answer>;
  get(path: string, call?: Call): Promise<Answer>;
  post(path: string, body: unknown, call?: Call): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  /** A merge patch, unless `type` says otherwise. */
  patch(path: string, body: unknown, type?: string): Promise<Answer>;
  delete(path: string, body?: unknown): Promise<Answer>;
  watch(path: string, call?: Call): Promise<Watch>;
  /** Waits until an object fits, by watching it. */
  until(path: string, fits: (object: unknown) => boolean): Promise<unknown>;
  /** Waits until an answer that goes on begins with a text, and hangs up. */
  printed(path: string, text: string): Promise<void>;
  /** Waits until an object is gone. */
  gone(path: string): Promise<void>;
  stop(): Promise<void>;
}

export const MERGE = 'application/merge-patch+json';
export const STRATEGIC = 'application/strategic-merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';
export const APPLY = 'application/apply-patch+yaml';

export async function startCluster(options: SandboxOptions = {}): Promise<Cluster> {
  const sandbox = await startSandbox({ ...options, pace: { ...AT_ONCE, ...options.pace } });
  const open = (method: string, path: string, body: unknown, call: Call = {}): Promise<IncomingMessage> => {
    const token = call.token ?? sandbox.token;
    const data =
      typeof body === 'string' || Buffer.isBuffer(body) ? body : (JSON.stringify(body) as string | undefined);
    const headers = {
      // Without it, Node sends the body of a DELETE unannounced.
      ...(data !== undefined && { 'content-length': Buffer.byteLength(data) }),
      accept: call.accept ?? 'application/json',
      'content-type': call.type ?? 'application/json',
      ...(call.agent !== undefined && { 'user-agent': call.agent }),
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(call.as !== undefined && { 'impersonate-user': call.as }),
    };
    return new Promise((resolve, reject) => {
      httpRequest(sandbox.url + path, { method, headers })
        .on('response', resolve)
        .on('error', reject)
        .end(data);
    });
  };
  const send: Cluster['send'] = async (method, path, body, call) => {
    const response = await open(method, path, body, call);
    const text = await readAll(response);
    return { code: response.statusCode ?? 0, body: parse(text), headers: response.headers };
  };
  const watch: Cluster['watch'] = async (path, call) => readWatch(await open('GET', path, undefined, call));
  const watchOne = (path: string): Promise<Watch> => {
    const [, collection = '', name = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
    return watch(`${collection}?watch=1&fieldSelector=metadata.name%3D${name}`);
  };
  return {
    sandbox,
    send,
    watch,
    get: (path, call) => send('GET', path, undefined, call),
    post: (path, body, call) => send('POST', path, body, call),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body, type = MERGE) => send('PATCH', path, body, { type }),
    delete: (path, body) => send('DELETE', path, body),
    until: async (path, fits) => {
      const watching = await watchOne(path);
      const { object } = await watching.until((event) => event.type !== 'DELETED' && fits(event.object));
      watching.close();
      return object;
    },
    printed: async (path, text) => {
      const response = await open('GET', path, undefined);
      response.setEncoding('utf8');
      let read = '';
      for await (const chunk of response) {
        read += String(chunk);
        if (read.startsWith(text)) break;
      }
    },
    gone: async (path) => {
      const watching = await watchOne(path);
      if ((await send('GET', path)).code !== 404) await watching.until(({ type }) => type === 'DELETED');
      watching.close();
    },
    stop: () => sandbox.stop(),
  };
}

async function readAll(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readWatch(response: IncomingMessage): Watch {
  const events: WatchedEvent[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    events.push(...lines.map((line) => JSON.parse(line) as WatchedEvent));
    for (const look of waiting) look();
  });
  const ended = new Promise<void>((resolve) => response.on('close', resolve).on('error', () => resolve()));
  return {
    events,
    code: response.statusCode ?? 0,
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    ended: () => ended,
    close: () => response.destroy(),
  };
}

/** A pod that a scheduler can place. */
export function podManifest(name: string, spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: { containers: [{ name: 'c', image: 'nginx:1' }], ...spec },
  };
}

/** One that no scheduler looks at: it stays Pending, and goes at once. */
export const unschedulable = (name: string, metadata: Manifest = {}): Manifest =>
  podManifest(name, { schedulerName: 'nobody' }, metadata);

/** Whether a condition of an object has a status. */
export const hasCondition = (object: unknown, type: string, status = 'True'): boolean =>
  listAt(object, 'status.conditions').some((one) => at(one, 'type') === type && at(one, 'status') === status);

export const isReady = (pod: unknown): boolean => hasCondition(pod, 'Ready');

export const hasPhase =
  (phase: string) =>
  (object: unknown): boolean =>
    at(object, 'status.phase') === phase;
