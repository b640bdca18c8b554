import { ApiError } from '../status/api-error.js';
import { refuseAccess } from './authorize.js';
import type { ResourceAccess } from './authorize.js';
import type { Authorizer } from './authorizer.js';
import { ANONYMOUS, AUTHENTICATED, serviceAccountOf } from './user.js';
import type { User } from './user.js';

/** Headers by name in lower case, with each of their values. */
export type Headers = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * Who a request is to be taken as sent by: `kubectl --as`. Whoever asks for it must have the right to impersonate.
 * `Impersonate-Uid` and `Impersonate-Extra-*` change no rights and are passed over.
 */
export function impersonated(user: User, headers: Headers, authorizer: Authorizer): User {
  const [name] = headers['impersonate-user'] ?? [];
  const groups = headers['impersonate-group'] ?? [];
  if (name === undefined) {
    if (groups.length === 0) return user;
    throw new ApiError(500, 'InternalError', `requested [${groups.join(' ')}] without impersonating a user`);
  }
  for (const access of [userAccess(name), ...groups.map(groupAccess)]) {
    if (!authorizer.mayAccess(user, access)) throw refuseAccess(user, access);
  }
  return { name, groups: allGroups(name, groups) };
}

const IMPERSONATE = { verb: 'impersonate', group: '', subresource: '', namespace: '' } as const;

function userAccess(name: string): ResourceAccess {
  const account = serviceAccountOf(name);
  return account === undefined
    ? { ...IMPERSONATE, resource: 'users', name }
    : { ...IMPERSONATE, resource: 'serviceaccounts', ...account };
}

const groupAccess = (name: string): ResourceAccess => ({ ...IMPERSONATE, resource: 'groups', name });

/** With those that everybody is in; service accounts that come without groups are in those of theirs. */
function allGroups(name: string, given: readonly string[]): readonly string[] {
  if (name === ANONYMOUS.name) return given.length === 0 ? ANONYMOUS.groups : given;
  const account = serviceAccountOf(name);
  const own =
    account === undefined || given.length > 0
      ? given
      : ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
  return own.includes(AUTHENTICATED) ? own : [...own, AUTHENTICATED];
}
