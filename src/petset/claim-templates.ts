import { differences, type Difference } from './differences.js';
import type { FieldPath } from './field-error.js';
import { withoutNulls } from './json-edit.js';
import type { ObservedClaim } from './observed-claim.js';
import type { ClaimTemplate, PetSet } from './petset.js';
import { isLess, parseQuantity } from './quantity.js';

const TEMPLATES = ['spec', 'volumeClaimTemplates'] as const;
const STORAGE = ['spec', 'resources', 'requests', 'storage'] as const;

/** By template: how much storage it asks for. */
export function templateSizes(templates: readonly ClaimTemplate[]): ReadonlyMap<string, string> {
  return new Map(templates.map(({ metadata, spec }) => [metadata.name, spec.resources?.requests?.storage ?? '']));
}

/** The set with other sizes, by template. What cannot be is told in words. */
export function grownTemplates(
  set: PetSet,
  sizes: ReadonlyMap<string, string>,
): { readonly ok: true; readonly set: PetSet } | { readonly ok: false; readonly problems: readonly string[] } {
  const templates = set.spec.volumeClaimTemplates;
  const names = templates.map(({ metadata }) => metadata.name);
  const problems = [...sizes].flatMap(([name, size]) => {
    if (!names.includes(name)) {
      const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
      return [`petset/${set.metadata.name} has no claim template ${name} (${known})`];
    }
    return (parseQuantity(size) ?? 0n) > 0n ? [] : [`${size} is no size for claim template ${name}, such as 2Gi`];
  });
  if (problems.length > 0) return { ok: false, problems };
  const volumeClaimTemplates = templates.map((template) => resized(template, sizes.get(template.metadata.name)));
  return { ok: true, set: { ...set, spec: { ...set.spec, volumeClaimTemplates } } };
}

function resized(template: ClaimTemplate, storage: string | undefined): ClaimTemplate {
  if (storage === undefined) return template;
  const { resources } = template.spec;
  const requests = { ...resources?.requests, storage };
  return { ...template, spec: { ...template.spec, resources: { ...resources, requests } } };
}

/** A field that cannot be changed, with what it is and what it was to become; nothing where there is none. */
export interface RefusedChange extends Difference {
  readonly why: string;
}

/** Why claim templates cannot become others. */
export const CLAIM_TEMPLATES_STAY = {
  removed: 'a set keeps its claim templates',
  added: 'its pets have no such claims',
  changed: 'claims that were made from it cannot change',
} as const;

/**
 * What speaks against claim templates in place of those that a set has: all changes but larger sizes. Templates are known by
 * their names, so their order may change. With the claims that there are, a size may also be taken back which no claim of
 * its template has yet: the way out when the storage cannot grow.
 */
export function problemsWithTemplates(
  present: readonly ClaimTemplate[],
  wanted: readonly ClaimTemplate[],
  claims?: readonly ObservedClaim[],
): readonly RefusedChange[] {
  const at = (index: number): FieldPath => [...TEMPLATES, index];
  const nameOf = ({ metadata }: ClaimTemplate): string => metadata.name;
  const removed = present.flatMap((template, index): readonly RefusedChange[] => {
    if (wanted.some((other) => nameOf(other) === nameOf(template))) return [];
    const why = CLAIM_TEMPLATES_STAY.removed;
    return [{ path: [...at(index), 'metadata', 'name'], from: nameOf(template), to: undefined, why }];
  });
  const others = wanted.flatMap((template, index): readonly RefusedChange[] => {
    const before = present.find((other) => nameOf(other) === nameOf(template));
    if (before !== undefined) return problemsWithTemplate(before, template, at(index), claims);
    const why = CLAIM_TEMPLATES_STAY.added;
    return [{ path: [...at(index), 'metadata', 'name'], from: undefined, to: nameOf(template), why }];
  });
  return [...removed, ...others];
}

function problemsWithTemplate(
  present: ClaimTemplate,
  wanted: ClaimTemplate,
  path: FieldPath,
  claims: readonly ObservedClaim[] | undefined,
): readonly RefusedChange[] {
  const [from, to] = [present, wanted].map((each) => each.spec.resources?.requests?.storage);
  const storage = { path: [...path, ...STORAGE], from, to };
  const shrinks = isLess(to, from) && !isGivenToNobody(from, to, present.metadata.name, claims);
  return [
    ...(shrinks ? [{ ...storage, why: 'shrinking a claim is not possible' }] : []),
    ...(to === undefined || parseQuantity(to) === undefined ? [{ ...storage, why: 'that is no size' }] : []),
    ...differences(comparable(present), comparable(wanted), path).map((each) => ({
      ...each,
      why: CLAIM_TEMPLATES_STAY.changed,
    })),
  ];
}

/** All of a template but its size; a field that is there and null says no more than one that is left out. */
function comparable({ metadata, spec }: ClaimTemplate): object {
  const { resources, ...others } = spec;
  const { requests, ...more } = resources ?? {};
  const { storage: _, ...otherRequests } = requests ?? {};
  return {
    metadata: withoutNulls(metadata),
    spec: { ...withoutNulls(others), resources: { ...withoutNulls(more), requests: otherRequests } },
  };
}

/**
 * The smallest size that a claim template may be taken back to: what its largest claim has. Nothing where that is none, or
 * not less than it asks for.
 */
export function smallestSize(
  { spec: { volumeClaimTemplates } }: PetSet,
  template: string,
  claims: readonly ObservedClaim[],
): string | undefined {
  const present = templateSizes(volumeClaimTemplates).get(template);
  const capacities = claims.filter((claim) => claim.template === template).map(({ capacity }) => capacity ?? present);
  const largest = capacities.reduce(
    (most, each) => (most === undefined || isLess(most, each) ? each : most),
    undefined,
  );
  return isLess(largest, present) ? largest : undefined;
}

/** Whether every claim of the template would still have room in the smaller size. */
function isGivenToNobody(
  from: string | undefined,
  to: string | undefined,
  template: string,
  claims: readonly ObservedClaim[] | undefined,
): boolean {
  return (
    claims?.filter((claim) => claim.template === template).every(({ capacity }) => !isLess(to, capacity ?? from)) ??
    false
  );
}
