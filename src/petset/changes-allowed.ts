import { problemsWithTemplates, type RefusedChange } from './claim-templates.js';
import { differences } from './differences.js';
import { formatPath } from './field-error.js';
import type { ObservedClaim } from './observed-claim.js';
import type { PetSet, PetSetSpec } from './petset.js';

/** What speaks against a field that is another one than before; nothing where it may be. */
type Rule = (present: PetSetSpec, wanted: PetSetSpec, claims?: readonly ObservedClaim[]) => readonly RefusedChange[];

const free: Rule = () => [];

/** Fields that stay as they are, and why. */
export const FIXED = {
  selector: 'the claims that there are carry its labels',
  serviceName: 'the pets that there are have their DNS names by it',
  podManagementPolicy: 'a set keeps it, as a StatefulSet does',
} as const satisfies Partial<Record<keyof PetSetSpec, string>>;

function fixed(field: keyof typeof FIXED): Rule {
  return (present, wanted) =>
    differences(present[field], wanted[field], ['spec', field]).map((each) => ({ ...each, why: FIXED[field] }));
}

/**
 * Which fields of a set may change once it is there: those that may in a StatefulSet (pkg/apis/apps/validation,
 * ValidateStatefulSetUpdate), and larger claims (kubernetes#68737).
 */
const RULES: Readonly<Record<keyof PetSetSpec, Rule>> = {
  replicas: free,
  ordinals: free,
  template: free,
  updateStrategy: free,
  revisionHistoryLimit: free,
  persistentVolumeClaimRetentionPolicy: free,
  minReadySeconds: free,
  selector: fixed('selector'),
  serviceName: fixed('serviceName'),
  podManagementPolicy: fixed('podManagementPolicy'),
  volumeClaimTemplates: ({ volumeClaimTemplates: present }, { volumeClaimTemplates: wanted }, claims) =>
    problemsWithTemplates(present, wanted, claims),
};

/**
 * Everything in which a set must not become another one. With the claims that there are, a size may be taken back which
 * no claim has yet. Labels and annotations of the set may change too.
 */
export function refusedChanges(
  present: PetSet,
  wanted: PetSet,
  claims?: readonly ObservedClaim[],
): readonly RefusedChange[] {
  return Object.values(RULES).flatMap((rule) => rule(present.spec, wanted.spec, claims));
}

/** What is said of a set of which anything else is to change, in the words of an API server. */
export function describeForbidden({ metadata }: PetSet): string {
  const fields = Object.keys(RULES).filter((field) => RULES[field as keyof PetSetSpec] === free);
  const may = `${fields.map((field) => `'${field}'`).join(', ')} and larger storage in 'volumeClaimTemplates'`;
  return `The PetSet "${metadata.name}" is invalid: spec: Forbidden: updates to petset spec for fields other than ${may} are forbidden`;
}

/** `spec.serviceName: was "nginx", is "other" (why)` */
export function describeRefusedChange({ path, from, to, why }: RefusedChange): string {
  const say = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
  return `${formatPath(path)}: was ${say(from)}, is ${say(to)} (${why})`;
}
