import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newClaim, newPet } from '../../../src/petset/pet.js';
import type { KubeObject, PersistentVolumeClaim, Pod } from '../../../src/petset/kubernetes.js';
import { readRecord } from '../../../src/petset/record.js';
import type { RecordObject } from '../../../src/petset/record-form.js';
import type { PetSet } from '../../../src/petset/petset.js';
import { revisionHash } from '../../../src/petset/revision.js';
import { type Served, servedClaim, servedPod, uidOf } from './served.js';

/** What the measured process asks of the server besides what it asks of any. */
export type Order =
  /** The kubelet says of a pet that it is ready, or not. */
  | { readonly order: 'pet'; readonly ordinal: number; readonly isReady: boolean }
  /** Somebody has changed the record. */
  | { readonly order: 'record'; readonly record: KubeObject };

interface Watcher {
  readonly collection: string;
  readonly isMeant: (object: KubeObject) => boolean;
  readonly response: ServerResponse;
}

interface Happened {
  readonly collection: string;
  readonly version: number;
  readonly object: KubeObject;
  readonly line: string;
}

/**
 * As much of an API server as a set of many pets needs that are all there: it lists in pages, watches, and answers what is
 * written. Pods are ready in three events, and claims bound in two, after they are created.
 */
export class ManyPets {
  private readonly collections = new Map<string, Map<string, string>>();
  private readonly watchers = new Set<Watcher>();
  /** All that has happened, for watches that go on from somewhere. */
  private readonly log: Happened[] = [];
  private version = 1;
  private serial = 1;

  /** A set with so many pets and claims, all ready and bound. */
  constructor(record: RecordObject, pets: number) {
    const stored = { ...record, metadata: { ...record.metadata, uid: uidOf(3, 1), resourceVersion: '1' } };
    this.put('configmaps', stored);
    const { set, owner } = readRecord(stored as Parameters<typeof readRecord>[0]);
    const revision = revisionHash(set.spec.template);
    for (let ordinal = 0; ordinal < pets; ordinal++) {
      const birth = { namespace: 'default', ordinal, owner, revision };
      this.put('pods', servedPod(newPet(set, birth), this.next(), true));
      for (const claim of claimsOf(set, birth)) this.put('persistentvolumeclaims', servedClaim(claim, this.next()));
    }
  }

  listen(): Promise<number> {
    const server = createServer((request, response) => void this.answer(request, response));
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  }

  obey(order: Order): void {
    if (order.order === 'record') this.change('configmaps', order.record);
    else {
      const before = this.read('pods', `web-${order.ordinal}`) as Pod;
      const serial = Number.parseInt(before.metadata.uid?.split('-').at(-1) ?? '', 16);
      this.change('pods', servedPod(bare(before), { ...this.next(), serial }, order.isReady));
    }
  }

  private next(): Served {
    return { serial: this.serial++, version: ++this.version };
  }

  private of(collection: string): Map<string, string> {
    const known = this.collections.get(collection) ?? new Map<string, string>();
    this.collections.set(collection, known);
    return known;
  }

  private read(collection: string, name: string): KubeObject {
    return JSON.parse(this.of(collection).get(name) ?? '{}') as KubeObject;
  }

  private put(collection: string, object: KubeObject): void {
    this.of(collection).set(object.metadata.name ?? '', JSON.stringify(object));
  }

  /** Stores it, and tells whoever watches. */
  private change(collection: string, object: KubeObject): KubeObject {
    const isNew = !this.of(collection).has(object.metadata.name ?? '');
    const uid = object.metadata.uid ?? uidOf(4, this.serial++);
    const stored = { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(++this.version) } };
    this.put(collection, stored);
    const line = `${JSON.stringify({ type: isNew ? 'ADDED' : 'MODIFIED', object: stored })}\n`;
    const happened = { collection, version: this.version, object: stored, line };
    this.log.push(happened);
    for (const watcher of this.watchers) tell(watcher, happened);
    return stored;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://localhost');
    const [, collection = '', name] = /\/namespaces\/default\/([^/]+)(?:\/([^/]+))?/.exec(url.pathname) ?? [];
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    if (request.method === 'POST') send(response, 201, this.create(collection, JSON.parse(body) as KubeObject));
    else if (request.method === 'PUT') send(response, 200, this.change(collection, JSON.parse(body) as KubeObject));
    else if (request.method === 'PATCH') send(response, 200, this.read(collection, name ?? ''));
    else if (name !== undefined) this.get(collection, name, response);
    else if (url.searchParams.has('watch')) this.watch(collection, url, response);
    else this.list(collection, url, response);
  }

  private create(collection: string, object: KubeObject): KubeObject {
    if (collection === 'pods') {
      const running = servedPod(object as Pod, this.next(), true);
      const waiting = { ...running, status: { phase: 'Pending' } };
      const created = this.change(collection, waiting);
      for (const later of [waiting, running]) setImmediate(() => this.change(collection, later));
      return created;
    }
    if (collection !== 'persistentvolumeclaims') return this.change(collection, object);
    const bound = servedClaim(object as PersistentVolumeClaim, this.next());
    const created = this.change(collection, { ...bound, status: { phase: 'Pending' } } as KubeObject);
    setImmediate(() => this.change(collection, bound));
    return created;
  }

  private get(collection: string, name: string, response: ServerResponse): void {
    const text = this.of(collection).get(name);
    const missing = { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404, message: `${name} not found` };
    if (text === undefined) send(response, 404, missing);
    else response.setHeader('content-type', 'application/json').end(text);
  }

  private list(collection: string, url: URL, response: ServerResponse): void {
    const isMeant = selected(url);
    const isNarrow = url.searchParams.has('fieldSelector') || url.searchParams.has('labelSelector');
    const all = [...this.of(collection).values()];
    const texts = isNarrow ? all.filter((text) => isMeant(JSON.parse(text) as KubeObject)) : all;
    const from = Number(url.searchParams.get('continue') ?? 0);
    const to = from + Number(url.searchParams.get('limit') ?? texts.length);
    const metadata = { resourceVersion: String(this.version), ...(to < texts.length && { continue: String(to) }) };
    response.setHeader('content-type', 'application/json');
    response.end(`{"metadata":${JSON.stringify(metadata)},"items":[${texts.slice(from, to).join(',')}]}`);
  }

  private watch(collection: string, url: URL, response: ServerResponse): void {
    const watcher = { collection, isMeant: selected(url), response };
    this.watchers.add(watcher);
    response.on('close', () => this.watchers.delete(watcher));
    response.setHeader('content-type', 'application/json').flushHeaders();
    const from = Number(url.searchParams.get('resourceVersion') ?? 0);
    for (const happened of this.log) if (happened.version > from) tell(watcher, happened);
    setTimeout(() => response.end(), Number(url.searchParams.get('timeoutSeconds') ?? 60) * 1000).unref();
  }
}

function tell({ collection, isMeant, response }: Watcher, { line, object, ...happened }: Happened): void {
  if (happened.collection === collection && isMeant(object)) response.write(line);
}

/** What somebody has written of a pod, before a server put more into it. */
function bare({ metadata, spec, ...type }: Pod): Pod {
  const { name, namespace, labels, ownerReferences } = metadata;
  const [container] = spec.containers;
  const { volumeMounts = [], ...first } = container ?? { name: '' };
  const own = {
    containers: [{ ...first, volumeMounts: volumeMounts.slice(0, 1) }],
    volumes: spec.volumes?.slice(0, 1),
  };
  const place = { hostname: spec.hostname, subdomain: spec.subdomain };
  const meta = { name, namespace, labels, ownerReferences, uid: metadata.uid };
  return { ...type, metadata: meta, spec: { ...own, ...place } } as Pod;
}

function claimsOf(set: PetSet, birth: Parameters<typeof newClaim>[2]): readonly PersistentVolumeClaim[] {
  return set.spec.volumeClaimTemplates.map((template) => newClaim(set, template, birth));
}

function selected({ searchParams }: URL): (object: KubeObject) => boolean {
  const [, name] = searchParams.get('fieldSelector')?.split('=') ?? [];
  const [label, value] = searchParams.get('labelSelector')?.split('=') ?? [];
  return ({ metadata: { labels = {}, ...metadata } }) =>
    (name === undefined || metadata.name === name) &&
    (label === undefined || (label in labels && (value === undefined || labels[label] === value)));
}

function send(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
