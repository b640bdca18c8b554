import { asJson } from '../../model/json.js';
import type { KubeObject } from '../../model/meta.js';

/** Terminating, out of grace, and held by nobody (a namespace: nor by its contents). */
export function isFinished(object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds > 0 || finalizers.length > 0) return false;
  if (object.kind !== 'Namespace') return true;
  const spec = asJson(object).spec as { finalizers?: string[] } | undefined;
  return (spec?.finalizers ?? []).length === 0;
}
