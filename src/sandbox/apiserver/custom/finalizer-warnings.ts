import type { KubeObject } from '../../model/meta.js';
import { qualifiedNameFaults } from '../validation/name.js';

const STANDARD = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** What the server thinks of finalizers that are new on a custom resource. */
export function finalizerWarnings({ metadata }: KubeObject, present: KubeObject | undefined): string[] {
  const was = present?.metadata.finalizers ?? [];
  const added = (metadata.finalizers ?? []).filter((finalizer) => !was.includes(finalizer));
  return added.sort().flatMap((finalizer) => {
    const tell = (words: string): string => `metadata.finalizers: ${JSON.stringify(finalizer)}: ${words}`;
    const faults = qualifiedNameFaults(finalizer).map(tell);
    if (finalizer.includes('/') || STANDARD.has(finalizer)) return faults;
    const path = finalizer.includes('.') ? ' including a path (/)' : '';
    const words = `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`;
    return [...faults, tell(words)];
  });
}
