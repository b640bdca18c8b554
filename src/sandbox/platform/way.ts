import type { Readable } from 'node:stream';

/** What a client asks an API server, whatever way it goes. */
export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body; empty where there is none. */
  readonly text: string;
}

export interface Told {
  readonly code: number;
  /** All of it, or what goes on as that of a watch does. */
  readonly body: string | Readable;
}

/** The way of requests to an API server: over the network, or a shorter one for who lives in its process. */
export interface Way {
  /** Rejects with an error that has a code where the connection breaks. */
  ask(asked: Asked): Promise<Told>;
  /** Breaks off all that is under way. */
  close(): void;
}
