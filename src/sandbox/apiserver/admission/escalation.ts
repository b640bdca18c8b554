import type { KubeObject } from '../../model/meta.js';
import type { PolicyRule, Role, RoleBinding } from '../../model/rbac.js';
import { missingRights, tellRights } from '../auth/coverage.js';
import type { ResourceRequest, Server } from '../request/request.js';
import { forbidden, notFound } from '../status/api-error.js';
import type { Plugin } from './plugin.js';

const GROUP = 'rbac.authorization.k8s.io';

/** Nobody gives others more rights than he has, but who may `escalate` or `bind` (pkg/registry/rbac, policybased). */
export const ESCALATION: Plugin = {
  mutateNew: checkRights,
  mutateUpdate: checkRights,
};

function checkRights(server: Server, request: ResourceRequest, object: KubeObject): void {
  if (request.kind.group !== GROUP) return;
  const isRole = request.kind.plural === 'roles' || request.kind.plural === 'clusterroles';
  const rules = isRole
    ? rulesOfRole(server, request, object as Role)
    : rulesOfBinding(server, request, object as RoleBinding);
  const { user, namespace, kind } = request;
  const missing = missingRights(server.authorizer.rulesOf(user, namespace), rules);
  if (missing.length === 0) return;
  const groups = user.groups.map((name) => JSON.stringify(name)).join(' ');
  const words = `user ${JSON.stringify(user.name)} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${tellRights(missing)}`;
  throw forbidden(kind, object.metadata.name, words);
}

/** The rules that have to be held. */
function rulesOfRole(
  { authorizer }: Server,
  { user, namespace, kind }: ResourceRequest,
  role: Role,
): readonly PolicyRule[] {
  const { name } = role.metadata;
  const access = { verb: 'escalate', group: GROUP, resource: kind.plural, subresource: '', namespace, name };
  return authorizer.mayAccess(user, access) ? [] : (role.rules ?? []);
}

function rulesOfBinding(
  { authorizer, store }: Server,
  { user, namespace, kind }: ResourceRequest,
  { roleRef }: RoleBinding,
): readonly PolicyRule[] {
  const isOfCluster = roleRef.kind === 'ClusterRole';
  const plural = isOfCluster ? 'clusterroles' : 'roles';
  const access = { verb: 'bind', group: GROUP, resource: plural, subresource: '', namespace, name: roleRef.name };
  if (authorizer.mayAccess(user, access)) return [];
  const role = store.collection(`${plural}.${GROUP}`).get(isOfCluster ? '' : namespace, roleRef.name);
  // The server names the binding's resource here.
  if (role === undefined) throw notFound(kind, roleRef.name);
  return (role as Role).rules ?? [];
}
