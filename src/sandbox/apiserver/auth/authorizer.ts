import type { PolicyRule, Role, RoleBinding, Subject } from '../../model/rbac.js';
import type { Store } from '../storage/store.js';
import { permits, permitsPath } from './authorize.js';
import type { ResourceAccess } from './authorize.js';
import { MASTERS } from './user.js';
import type { User } from './user.js';

const GROUP = 'rbac.authorization.k8s.io';

/** Who may what: the rules of roles that are bound to users, as they are stored now. */
export class Authorizer {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  mayAccess(user: User, access: ResourceAccess): boolean {
    return isMaster(user) || permits(this.rulesOf(user, access.namespace), access);
  }

  mayVisit(user: User, verb: string, path: string): boolean {
    return isMaster(user) || permitsPath(this.rulesOf(user, ''), verb, path);
  }

  /** All rules that a user has in a namespace; only those of the whole cluster when it is empty. */
  rulesOf(user: User, namespace: string): readonly PolicyRule[] {
    const granted = (user.grants ?? []).filter((grant) => grant.namespace === namespace);
    const bindings = [
      ...this.#list('clusterrolebindings', ''),
      ...(namespace === '' ? [] : this.#list('rolebindings', namespace)),
    ];
    const bound = bindings.filter((one) => isBound(one, user)).map((one) => this.#roleOf(one));
    return [...granted.map(({ role }) => this.#role('clusterroles', '', role)), ...bound].flatMap(
      ({ rules }) => rules ?? [],
    );
  }

  #list(plural: string, namespace: string): RoleBinding[] {
    return this.#store
      .collection(`${plural}.${GROUP}`)
      .list(namespace)
      .map((binding) => binding as RoleBinding);
  }

  #roleOf({ metadata, roleRef }: RoleBinding): Pick<Role, 'rules'> {
    if (roleRef.kind === 'ClusterRole') return this.#role('clusterroles', '', roleRef.name);
    return this.#role('roles', metadata.namespace ?? '', roleRef.name);
  }

  /** A role that is not there allows nothing. */
  #role(plural: string, namespace: string, name: string): Pick<Role, 'rules'> {
    const role = this.#store.collection(`${plural}.${GROUP}`).get(namespace, name);
    return role === undefined ? { rules: [] } : (role as Role);
  }
}

/** Nobody takes their rights from them, whatever becomes of roles and bindings. */
const isMaster = ({ groups }: User): boolean => groups.includes(MASTERS);

const isBound = ({ subjects = [], metadata }: RoleBinding, user: User): boolean =>
  subjects.some((subject) => isSubject(subject, user, metadata.namespace ?? ''));

function isSubject({ kind, name, namespace }: Subject, user: User, here: string): boolean {
  if (kind === 'User') return name === user.name;
  if (kind === 'Group') return user.groups.includes(name);
  return user.name === `system:serviceaccount:${namespace ?? here}:${name}`;
}
