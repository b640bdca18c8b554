import { byIdentity } from './by-identity.js';
import type { FieldPath } from './field-error.js';
import type { JsonObject, PodTemplate } from './kubernetes.js';
import { originOf } from './merge-origin.js';
import type { OrdinalOverride, PetSetSpec } from './petset.js';
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
  // The validation of the set has seen to it that this is a template again.
  return patch === undefined ? template : (patchedTemplate(template, patch) as unknown as PodTemplate);
}

/**
 * A short name for what a set overrides for an ordinal; nothing where that is nothing. A pet whose own one differs is
 * outdated, though it is of the present revision.
 */
export function overrideHash({ ordinals }: Pick<PetSetSpec, 'ordinals'>, ordinal: number): string | undefined {
  return ordinals.overrides.length === 0 ? undefined : lookup(ordinals.overrides).get(ordinal)?.hash;
}

function overrideOf({ ordinals }: Pick<PetSetSpec, 'ordinals'>, ordinal: number): JsonObject | undefined {
  return lookup(ordinals.overrides).get(ordinal)?.patch;
}

/** What is overridden, by ordinal: the first override of an ordinal counts, and one that says nothing is none. */
const lookup = byIdentity((overrides: readonly OrdinalOverride[]) => {
  const first = new Map(overrides.map(({ ordinal, template }) => [ordinal, template] as const).reverse());
  const said = [...first].filter(([, patch]) => Object.keys(patch).length > 0);
  return new Map(said.map(([ordinal, patch]) => [ordinal, { patch, hash: revisionHash(patch) }]));
});

/** What a patch makes of a template, whatever that is. */
export function patchedTemplate(template: PodTemplate, patch: JsonObject): JsonObject {
  return strategicMerge(asJson(template), patch, POD_TEMPLATE);
}

/**
 * The fields of a set's document to which a field of the template of one ordinal goes back: that of the override, as far as
 * it says something there, and that of the template where it says more.
 */
export function templateFields(spec: PetSetSpec, ordinal: number, path: FieldPath): readonly FieldPath[] {
  const index = spec.ordinals.overrides.findIndex((each) => each.ordinal === ordinal);
  const patch = overrideOf(spec, ordinal);
  if (patch === undefined) return [['spec', 'template', ...path]];
  const merged = patchedTemplate(spec.template, patch);
  const inPatch = originOf(patch, merged, path, { shape: POD_TEMPLATE });
  const inTemplate = originOf(asJson(spec.template), merged, path, { shape: POD_TEMPLATE });
  return [
    ['spec', 'ordinals', 'overrides', index, 'template', ...inPatch],
    ...(inTemplate.length > inPatch.length ? [['spec', 'template', ...inTemplate]] : []),
  ];
}

/** The same: a type of ours names some of its fields, and all of them are JSON. */
function asJson(template: PodTemplate): JsonObject {
  return template as unknown as JsonObject;
}
