import { type FieldError, type FieldPath, forbidden, formatFieldError } from './field-error.js';
import { LABELS } from './identity.js';
import { getIn } from './json-edit.js';
import type { PodTemplate } from './kubernetes.js';
import { patchedTemplate } from './overrides.js';
import type { OrdinalOverride, PetSet } from './petset.js';
import { TEMPLATE_SCHEMA } from './template-schema.js';
import { violations } from './schema.js';
import { patchProblems } from './strategic-merge-problems.js';
import { POD_TEMPLATE } from './strategic-merge-table.js';

/** Where in a pod the set and the ordinal say what stands there, whatever a template says. */
const IDENTITY: readonly FieldPath[] = [
  ...['name', 'generateName', 'namespace', 'ownerReferences'].map((field) => ['metadata', field]),
  ...Object.values(LABELS).map((label) => ['metadata', 'labels', label]),
  ['spec', 'hostname'],
  ['spec', 'subdomain'],
];

type Rule = (set: PetSet) => readonly FieldError[];

/**
 * What is wrong with the overrides of a set: a patch that is none, that touches what makes a pet this pet, or after which
 * the template is none any more, or breaks a rule that holds for templates.
 */
export function overrideProblems(set: PetSet, templateRules: readonly Rule[]): readonly FieldError[] {
  return set.spec.ordinals.overrides.flatMap((override, index) => {
    const path: FieldPath = ['spec', 'ordinals', 'overrides', index, 'template'];
    const problems = [...patchProblems(override.template, POD_TEMPLATE, path), ...identityProblems(override, path)];
    return problems.length > 0
      ? problems
      : resultProblems(set, override, templateRules).map((each) => under(path, each));
  });
}

function identityProblems({ template }: OrdinalOverride, path: FieldPath): readonly FieldError[] {
  return IDENTITY.filter((field) => getIn(template, field) !== undefined).map((field) =>
    forbidden([...path, ...field], 'the set and the ordinal say what a pet has here'),
  );
}

/** What is wrong with the template that the patch makes, and was not without it. */
function resultProblems(
  set: PetSet,
  { template: patch }: OrdinalOverride,
  rules: readonly Rule[],
): readonly FieldError[] {
  const merged = patchedTemplate(set.spec.template, patch);
  const misfits = violations(TEMPLATE_SCHEMA, merged, ['spec', 'template']);
  if (misfits.length > 0) return misfits;
  const problemsOf = (each: PetSet): readonly FieldError[] => rules.flatMap((rule) => rule(each));
  const before = new Set(problemsOf(set).map(formatFieldError));
  // The schema has just said that this is a template.
  const template = merged as unknown as PodTemplate;
  const after = problemsOf({ ...set, spec: { ...set.spec, template } });
  return after.filter((problem) => !before.has(formatFieldError(problem)));
}

/** The same problem, told of the patch and not of the template. */
function under(path: FieldPath, { path: [, , ...rest], problem }: FieldError): FieldError {
  return { path: [...path, ...rest], problem };
}
