import type { Role, RoleBinding } from '../../model/rbac.js';
import { ROLE_BINDING_PRINTER, ROLE_PRINTER } from '../tables/rbac.js';
import { pathSegmentFaults } from '../validation/name.js';
import { validateBinding, validateBindingUpdate, validateRole } from '../validation/rbac.js';
import type { Kind } from './kind.js';

/** Who may what: ../auth/authorizer.ts reads these. */

const RBAC = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  // `system:discovery` is a name, too.
  nameFaults: pathSegmentFaults,
} as const;

export const ROLE: Kind<Role> = {
  ...RBAC,
  kind: 'Role',
  plural: 'roles',
  singular: 'role',
  namespaced: true,
  printer: ROLE_PRINTER,
  setDefaults: emptyAsNull,
  validate: (role) => validateRole(role, true),
};

export const CLUSTER_ROLE: Kind<Role> = {
  ...RBAC,
  kind: 'ClusterRole',
  plural: 'clusterroles',
  singular: 'clusterrole',
  namespaced: false,
  printer: ROLE_PRINTER,
  setDefaults: emptyAsNull,
  validate: (role) => validateRole(role, false),
};

export const ROLE_BINDING: Kind<RoleBinding> = {
  ...RBAC,
  kind: 'RoleBinding',
  plural: 'rolebindings',
  singular: 'rolebinding',
  namespaced: true,
  printer: ROLE_BINDING_PRINTER,
  setDefaults: setBindingDefaults,
  validate: (binding) => validateBinding(binding, ['Role', 'ClusterRole']),
  validateUpdate: validateBindingUpdate,
};

export const CLUSTER_ROLE_BINDING: Kind<RoleBinding> = {
  ...RBAC,
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  namespaced: false,
  printer: ROLE_BINDING_PRINTER,
  setDefaults: setBindingDefaults,
  validate: (binding) => validateBinding(binding, ['ClusterRole']),
  validateUpdate: validateBindingUpdate,
};

/** A list that is empty is none on its way through the storage. */
function emptyAsNull(role: Role): void {
  if (role.rules?.length === 0) role.rules = null;
}

function setBindingDefaults({ roleRef, subjects = [] }: RoleBinding): void {
  if (roleRef.apiGroup === '') roleRef.apiGroup = RBAC.group;
  for (const subject of subjects) if (subject.kind !== 'ServiceAccount') subject.apiGroup ??= RBAC.group;
}
