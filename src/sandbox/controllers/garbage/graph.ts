import type { KubeObject } from '../../model/meta.js';

/** Who depends on whom: dependents by the uid of their owner. */
export class OwnerGraph {
  readonly #dependents = new Map<string, Map<string, KubeObject>>();

  /** Takes over what an object says of its owners now. */
  set(object: KubeObject, previous: KubeObject | undefined): void {
    if (previous !== undefined) this.remove(previous);
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(uid) ?? new Map<string, KubeObject>();
      dependents.set(object.metadata.uid ?? '', object);
      this.#dependents.set(uid, dependents);
    }
  }

  remove(object: KubeObject): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(uid);
      dependents?.delete(object.metadata.uid ?? '');
      if (dependents?.size === 0) this.#dependents.delete(uid);
    }
  }

  dependentsOf(uid: string): KubeObject[] {
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }
}
