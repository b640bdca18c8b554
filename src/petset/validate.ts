import type { Json } from './kubernetes.js';
import { type FieldError, type FieldPath, forbidden, invalid, required, unsupported } from './field-error.js';
import { highestWanted, petName } from './identity.js';
import { MAX_LABEL_LENGTH, problemWithKey, problemWithLabel, problemWithLabelValue } from './names.js';
import { overrideProblems } from './override-problems.js';
import type { PetSet } from './petset.js';
import { problemWithUnavailable } from './rollout.js';
import { repeated } from './schema.js';
import { selectorMatches } from './selector.js';

/**
 * Everything about a set that its schema cannot say and that no API server would tell before half of it exists.
 * Each rule answers with the fields that break it; the rules are Kubernetes' own for StatefulSets
 * (pkg/apis/apps/validation) unless a comment says otherwise.
 */
const RULES: readonly ((set: PetSet) => readonly FieldError[])[] = [
  nameIsLabel,
  petNamesFit,
  labelsAreValid,
  selectorSelectsTemplate,
  serviceNameIsLabel,
  podsRestartAlways,
  claimTemplatesAreNamed,
  claimsHaveSize,
  strategyFits,
  somePetsMayBeAway,
  ordinalsAreNamedOnce,
];

/** Those that must hold for the template of every pet, also where its ordinal has one of its own. */
const TEMPLATE_RULES: typeof RULES = [labelsAreValid, selectorSelectsTemplate, podsRestartAlways];

/** What is wrong with a set, field by field; empty when nothing is. */
export function validatePetSet(set: PetSet): readonly FieldError[] {
  return [...RULES.flatMap((rule) => rule(set)), ...overrideProblems(set, TEMPLATE_RULES)];
}

function nameIsLabel({ metadata }: PetSet): readonly FieldError[] {
  return problemAt(['metadata', 'name'], metadata.name, problemWithLabel(metadata.name));
}

/** Not in Kubernetes: its StatefulSet finds out at the pod (kubernetes#64023). A pet's name is its host name, so 63 is the end. */
function petNamesFit({ metadata, spec }: PetSet): readonly FieldError[] {
  const longest = petName(metadata.name, highestWanted(spec) ?? spec.ordinals.start);
  if (longest.length <= MAX_LABEL_LENGTH || metadata.name.length > MAX_LABEL_LENGTH) return [];
  const why = `the name of its pet ${longest} is ${longest.length} characters long, and a host name must be no more than ${MAX_LABEL_LENGTH}`;
  return [invalid(['metadata', 'name'], metadata.name, why)];
}

function labelsAreValid({ metadata, spec }: PetSet): readonly FieldError[] {
  const places: readonly [FieldPath, Readonly<Record<string, string | null>> | undefined][] = [
    [['metadata', 'labels'], metadata.labels],
    [['spec', 'selector', 'matchLabels'], spec.selector.matchLabels],
    [['spec', 'template', 'metadata', 'labels'], spec.template.metadata?.labels],
  ];
  return places.flatMap(([path, labels]) =>
    Object.entries(labels ?? {}).flatMap(([key, value]) => [
      ...problemAt([...path, key], key, problemWithKey(key)),
      ...problemAt([...path, key], value, value === null ? 'must be a string' : problemWithLabelValue(value)),
    ]),
  );
}

function selectorSelectsTemplate({ spec }: PetSet): readonly FieldError[] {
  const path = ['spec', 'template', 'metadata', 'labels'];
  const labels = spec.template.metadata?.labels ?? {};
  if (Object.keys(spec.selector.matchLabels ?? {}).length + (spec.selector.matchExpressions ?? []).length === 0) {
    return [required(path, 'a set knows its pods by their labels')];
  }
  return selectorMatches(spec.selector, labels)
    ? []
    : [invalid(path, labels, '`selector` does not match template `labels`')];
}

function serviceNameIsLabel({ spec }: PetSet): readonly FieldError[] {
  if (spec.serviceName === '') return [];
  return problemAt(['spec', 'serviceName'], spec.serviceName, problemWithLabel(spec.serviceName));
}

function podsRestartAlways({ spec }: PetSet): readonly FieldError[] {
  const policy = spec.template.spec.restartPolicy ?? 'Always';
  return policy === 'Always' ? [] : [unsupported(['spec', 'template', 'spec', 'restartPolicy'], policy, ['Always'])];
}

function claimTemplatesAreNamed({ spec }: PetSet): readonly FieldError[] {
  const path = ['spec', 'volumeClaimTemplates'];
  const names = spec.volumeClaimTemplates.map((template) => template.metadata.name);
  return [
    ...names.flatMap((name, index) => problemAt([...path, index, 'metadata', 'name'], name, problemWithLabel(name))),
    ...repeated(path, ['metadata', 'name'], names),
  ];
}

function claimsHaveSize({ spec }: PetSet): readonly FieldError[] {
  return spec.volumeClaimTemplates.flatMap((template, index) => {
    const path = ['spec', 'volumeClaimTemplates', index, 'spec'];
    return [
      ...(template.spec.accessModes?.length
        ? []
        : [required([...path, 'accessModes'], 'at least 1 access mode is required')]),
      ...((template.spec.resources?.requests?.storage ?? undefined) === undefined
        ? [required([...path, 'resources', 'requests', 'storage'])]
        : []),
    ];
  });
}

function strategyFits({ spec }: PetSet): readonly FieldError[] {
  const { type, rollingUpdate } = spec.updateStrategy;
  if (rollingUpdate === undefined || type === 'RollingUpdate') return [];
  return [forbidden(['spec', 'updateStrategy', 'rollingUpdate'], "only allowed for updateStrategy 'RollingUpdate'")];
}

function somePetsMayBeAway({ spec }: PetSet): readonly FieldError[] {
  const maxUnavailable = spec.updateStrategy.rollingUpdate?.maxUnavailable ?? undefined;
  if (maxUnavailable === undefined) return [];
  const path = ['spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable'];
  return problemAt(path, maxUnavailable, problemWithUnavailable(maxUnavailable));
}

/** As OpenKruise has it for reserved ordinals. */
function ordinalsAreNamedOnce({ spec }: PetSet): readonly FieldError[] {
  const { reserve, overrides } = spec.ordinals;
  const path = ['spec', 'ordinals'];
  const overridden = overrides.map(({ ordinal }) => ordinal);
  return [...repeated([...path, 'reserve'], [], reserve), ...repeated([...path, 'overrides'], ['ordinal'], overridden)];
}

function problemAt(path: FieldPath, value: Json, problem: string | undefined): readonly FieldError[] {
  return problem === undefined ? [] : [invalid(path, value, problem)];
}
