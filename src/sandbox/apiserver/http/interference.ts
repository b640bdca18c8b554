import type { User } from '../auth/user.js';
import type { Reply, RequestBody } from '../request/request.js';
import type { RequestInfo } from './request-info.js';

/** A request on its way: it is known who sent it and what it is about. */
export interface Passing {
  readonly info: RequestInfo;
  readonly query: URLSearchParams;
  readonly user: User;
  readonly agent: string;
  readonly body: RequestBody;
}

/** What may happen to requests that are neither their sender's fault nor the server's. */
export interface Interference {
  /** Has a request carried out, or not, and answers with what is to be answered. Throws a {@link Broken} for nothing. */
  pass<T extends { readonly reply: Reply }>(passing: Passing, carryOut: () => Promise<T>): Promise<T>;
}

/** Thrown instead of an answer: the client gets none. */
export class Broken extends Error {
  /** Whether its connection breaks; otherwise it waits for ever. */
  readonly isReset: boolean;

  constructor(isReset: boolean) {
    super(isReset ? 'the connection is to break' : 'there is to be no answer');
    this.isReset = isReset;
  }
}
