import type { JsonObject } from '../kubernetes.js';
import { PETSET_API_VERSION } from '../petset.js';

const [GROUP = ''] = PETSET_API_VERSION.split('/');
const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const RESOURCES = ['petsets', 'petsets/scale', 'petsets/status'];

/** A role that is added to roles which every cluster has. Source: the same rights that those give for stateful sets. */
function roleFor(name: string, into: readonly string[], rules: readonly JsonObject[]): JsonObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: `petset.dev:${name}`,
      labels: Object.fromEntries(into.map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true'])),
    },
    rules: rules.map((rule) => ({ apiGroups: [GROUP], ...rule })),
  };
}

/**
 * What lets those who may view or edit a namespace do so with its sets. Whoever may edit also reconciles: he writes the
 * status, and finalizers (for servers that ask for that right of whoever makes a set the owner of something).
 */
export function petSetRoles(): readonly JsonObject[] {
  return [
    roleFor('view', ['view', 'edit', 'admin'], [{ resources: RESOURCES, verbs: READ }]),
    roleFor(
      'edit',
      ['edit', 'admin'],
      [
        { resources: RESOURCES, verbs: WRITE },
        { resources: ['petsets/finalizers'], verbs: ['update'] },
      ],
    ),
  ];
}
