/** Who sent a request. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  /** What it may besides what bindings give it. */
  readonly grants?: readonly Grant[];
}

/** A cluster role that somebody has in one namespace. */
export interface Grant {
  readonly namespace: string;
  readonly role: string;
}

/** The group of those who may do everything, whatever is bound. */
export const MASTERS = 'system:masters';

export const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';

/** Who comes without a token. */
export const ANONYMOUS: User = { name: 'system:anonymous', groups: [UNAUTHENTICATED] };

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** The namespace and name of the service account that a user is; nothing for others. */
export function serviceAccountOf(name: string): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace, account] = SERVICE_ACCOUNT.exec(name) ?? [];
  return namespace === undefined || account === undefined ? undefined : { namespace, name: account };
}

/** The server itself, where it writes what nobody asked for. */
export const SYSTEM: User = { name: 'system:apiserver', groups: [MASTERS] };
