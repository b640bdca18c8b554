import type { PolicyRule } from '../../model/rbac.js';

/** Who sent a request. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly grants: readonly Grant[];
}

/** Rules that hold in one namespace, or everywhere when it is empty. */
export interface Grant {
  readonly namespace: string;
  readonly rules: readonly PolicyRule[];
}
