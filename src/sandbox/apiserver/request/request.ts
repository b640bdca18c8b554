import type { Readable } from 'node:stream';
import type { WebSocket } from 'ws';

import type { Json } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';
import type { Clock } from '../../platform/clock.js';
import type { Random } from '../../platform/random.js';
import type { Authenticator } from '../auth/authenticator.js';
import type { Authorizer } from '../auth/authorizer.js';
import type { User } from '../auth/user.js';
import type { Kind } from '../kinds/kind.js';
import type { KindTable } from '../kinds/lookup.js';
import type { Store } from '../storage/store.js';

/** What every verb works on. */
export interface Server {
  readonly kinds: KindTable;
  readonly store: Store;
  readonly authorizer: Authorizer;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  /** How many times faster than its clock pods live and end. */
  readonly speed: number;
  readonly random: Random;
  readonly kubelets: Kubelets;
  /** Has the first say in what is created, as a mutating webhook has. */
  readonly mutate: (draft: KubeObject) => void;
}

/** The way from the server to the kubelets of nodes. */
export interface Kubelets {
  get(address: string, path: string): Promise<{ readonly code: number; readonly body: Readable }>;
  /** Opens a WebSocket; rejects with a {@link KubeletRefusal} when the kubelet has none for this path. */
  connect(address: string, path: string, protocol: string): Promise<WebSocket>;
}

/** A request about objects of a kind, once it is routed and read. */
export interface ResourceRequest {
  readonly kind: Kind;
  /** Empty for kinds without namespaces and for all namespaces. */
  readonly namespace: string;
  readonly name: string;
  readonly query: URLSearchParams;
  readonly user: User;
  /** What the client calls itself; empty if it does not say. */
  readonly userAgent: string;
  readonly body: RequestBody;
  /** Tells the client something beside the answer. */
  readonly warn: (warning: string) => void;
}

export interface RequestBody {
  /** Without parameters, `application/json`. */
  readonly mediaType: string;
  readonly text: string;
}

/** An answer, before it is turned into the representation that the client accepts. */
export type Reply = ObjectReply | ListReply | PlainReply | StreamReply | UpgradeReply | WatchReply;

interface Common {
  readonly code: number;
  readonly warnings?: readonly string[];
}

export interface ObjectReply extends Common {
  readonly form: 'object';
  readonly kind: Kind;
  readonly object: object & { readonly metadata: object };
}

export interface ListReply extends Common {
  readonly form: 'list';
  readonly kind: Kind;
  readonly items: readonly (object & { readonly metadata: object })[];
  readonly metadata: ListMeta;
}

export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** JSON that has one representation only, or text. */
export interface PlainReply extends Common {
  readonly form: 'plain';
  readonly body: Json | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Text that comes as it is printed. */
export interface StreamReply extends Common {
  readonly form: 'stream';
  readonly body: Readable;
}

/** Another protocol from here on, spoken with a kubelet. */
export interface UpgradeReply extends Common {
  readonly form: 'upgrade';
  readonly address: string;
  readonly path: string;
}

/** A stream of events, begun once the client is ready for it. */
export interface WatchReply extends Common {
  readonly form: 'watch';
  readonly kind: Kind;
  /** Starts to send; the returned function ends it. */
  open(sink: WatchSink): () => void;
}

export interface WatchSink {
  send(event: WatchEvent): void;
  /** The server ends the stream. */
  end(): void;
  /** The connection breaks. */
  cut(): void;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: object & { readonly metadata: object };
}
