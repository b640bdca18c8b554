import type { JsonObject, PodTemplate } from './kubernetes.js';
import type { PetSetSpec } from './petset.js';
import { revisionHash } from './revision.js';
import { strategicMerge } from './strategic-merge.js';
import { POD_TEMPLATE } from './strategic-merge-table.js';

/** The template of one pet: that of the set, or another revision of it, with what the set overrides for its ordinal. */
export function templateFor(
  spec: Pick<PetSetSpec, 'template' | 'ordinals'>,
  ordinal: number,
  template: PodTemplate = spec.template,
): PodTemplate {
  const patch = overrideOf(spec, ordinal);
  return patch === undefined ? template : patched(template, patch);
}

/**
 * A short name for what a set overrides for an ordinal; nothing where that is nothing. A pet whose own one differs is
 * outdated, though it is of the present revision.
 */
export function overrideHash(spec: Pick<PetSetSpec, 'ordinals'>, ordinal: number): string | undefined {
  const patch = overrideOf(spec, ordinal);
  return patch && revisionHash(patch);
}

function overrideOf({ ordinals }: Pick<PetSetSpec, 'ordinals'>, ordinal: number): JsonObject | undefined {
  const patch = ordinals.overrides.find((each) => each.ordinal === ordinal)?.template;
  return patch === undefined || Object.keys(patch).length === 0 ? undefined : patch;
}

/** That the result is a template, the validation of the set has seen to for its own one. */
export function patched(template: PodTemplate, patch: JsonObject): PodTemplate {
  return strategicMerge(template as unknown as JsonObject, patch, POD_TEMPLATE) as unknown as PodTemplate;
}
