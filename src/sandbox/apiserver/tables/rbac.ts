import type { Role, RoleBinding } from '../../model/rbac.js';
import { age } from './age.js';
import { columns } from './printer.js';
import type { Printer } from './printer.js';

export const ROLE_PRINTER: Printer<Role> = {
  columns: columns('Name', 'Created At:date'),
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? ''],
};

export const ROLE_BINDING_PRINTER: Printer<RoleBinding> = {
  columns: columns('Name', 'Role', 'Age', 'Users*', 'Groups*', 'ServiceAccounts*'),
  row: ({ metadata, roleRef, subjects = [] }, now) => {
    const names = (wanted: string): string =>
      subjects
        .filter(({ kind }) => kind === wanted)
        .map(({ name, namespace }) => (wanted === 'ServiceAccount' ? `${namespace ?? ''}/${name}` : name))
        .join(', ');
    return [
      metadata.name,
      `${roleRef.kind}/${roleRef.name}`,
      age(metadata.creationTimestamp, now),
      names('User'),
      names('Group'),
      names('ServiceAccount'),
    ];
  },
};
