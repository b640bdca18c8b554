import type { Taint } from './core.js';
import type { Toleration } from './pod.js';

/** Whether a toleration of a pod is about a taint of a node. */
export function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key !== undefined && key !== taint.key) return false;
  return operator === 'Exists' || (value ?? '') === (taint.value ?? '');
}
