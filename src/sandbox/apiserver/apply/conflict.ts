import { ApiError } from '../status/api-error.js';
import { pathsOf } from './field-set.js';
import type { FieldSet } from './field-set.js';
import { managerId } from './managers.js';
import type { Manager } from './managers.js';
import { showPath } from './path-element.js';

/** Fields that somebody else holds, by manager. */
export class Conflicts extends Error {
  readonly byManager: readonly (readonly [Manager, FieldSet])[];

  constructor(byManager: readonly (readonly [Manager, FieldSet])[]) {
    super('conflicts');
    this.byManager = byManager.toSorted(([a], [b]) => (managerId(a) < managerId(b) ? -1 : 1));
  }
}

/** The refusal that tells them (apimachinery pkg/util/managedfields/internal/conflict.go). */
export function conflictError({ byManager }: Conflicts): ApiError {
  const found = byManager.map(([manager, fields]) => ({ who: shown(manager), paths: pathsOf(fields).map(showPath) }));
  const causes = found.flatMap(({ who, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  );
  const [only] = causes;
  const words =
    only !== undefined && causes.length === 1
      ? `1 conflict: ${only.message}: ${only.field}`
      : `${causes.length} conflicts: ${found.flatMap(({ who, paths }) => [`conflicts with ${who}:`, ...paths.map((path) => `- ${path}`)]).join('\n')}`;
  return new ApiError(409, 'Conflict', `Apply failed with ${words}`, { causes });
}

function shown({ name, operation, apiVersion, subresource }: Manager): string {
  const who = JSON.stringify(name) + (subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`);
  return operation === 'Update' ? `${who} using ${apiVersion}` : who;
}
