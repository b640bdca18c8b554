import { ApiError } from '../status/api-error.js';
import { ANONYMOUS, AUTHENTICATED, MASTERS } from './user.js';
import type { User } from './user.js';

/** The cluster admin. */
export const ADMIN: User = { name: 'admin', groups: [MASTERS, AUTHENTICATED] };

/** The cluster's own controllers and nodes. */
export const CONTROLLERS: User = { name: 'system:sandbox', groups: [MASTERS, AUTHENTICATED] };

/**
 * A user who has the built-in role `edit` in one namespace and nothing else. Not by a binding: that would need the
 * namespace, and end with it.
 */
export function editor(namespace: string): User {
  return { name: 'dev', groups: [AUTHENTICATED], grants: [{ namespace, role: 'edit' }] };
}

/** Who has which token. */
export class Authenticator {
  readonly #users = new Map<string, User>();

  add(token: string, user: User): void {
    this.#users.set(token, user);
  }

  userOf(token: string): User | undefined {
    return this.#users.get(token);
  }

  /** Nobody in particular without a token; a token that nobody has is refused. */
  identify(authorization: string | undefined): User {
    const token = /^Bearer +(\S+)/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return ANONYMOUS;
    const user = this.userOf(token);
    if (user === undefined) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
    return user;
  }
}
