import { asJson, equalJson } from '../../model/json.js';
import type { LabelSelector } from '../../model/meta.js';
import type { UpdateStrategy, Workload, WorkloadSpec } from '../../model/workload.js';
import { selects } from '../selectors/label-selector.js';
import { forbiddenValue, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegative, obeying, oneOf } from './choice.js';
import { validateClaimSpec } from './claim.js';
import { dumpStruct } from './immutable/dump.js';
import { validateMaps } from './meta.js';
import { validateShare } from './disruption-budget.js';
import { dnsLabelFaults } from './name.js';
import { validatePodSpec } from './pod.js';
import { validateLabelSelector } from './selector.js';

type Check = (set: Workload) => FieldError[];

/** What is wrong with a set of pods (kubernetes pkg/apis/apps/validation). */
export const validateStatefulSet: Check = ({ spec }) => [
  ...validateWays(spec),
  ...validateRetention(spec.persistentVolumeClaimRetentionPolicy),
  ...(spec.volumeClaimTemplates ?? []).flatMap((claim, index) =>
    validateClaimSpec(claim.spec, `spec.volumeClaimTemplates[${index}].spec`),
  ),
  ...notNegative(spec.replicas, 'spec.replicas'),
  ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
  ...notNegative(spec.ordinals?.start, 'spec.ordinals.start'),
  ...obeying(spec.serviceName, 'spec.serviceName', dnsLabelFaults),
  ...validateSelector(spec, 'statefulset'),
  ...(hasOperators(spec)
    ? [...validateMaps(spec.template.metadata, TEMPLATE), ...validateTemplate(withClaims(spec))]
    : [invalidValue('spec.selector', asJson(spec.selector ?? {}), '')]),
  ...validateLasting(spec, 'StatefulSet'),
];

/** Its pods name volumes that come with them, and get names of their own. */
function withClaims(spec: WorkloadSpec): WorkloadSpec {
  const { template, volumeClaimTemplates: claims = [] } = spec;
  const { hostname: _hostname, subdomain: _subdomain, volumes = [], ...pod } = template.spec;
  const names = claims.map(({ metadata }) => metadata.name);
  const added = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return {
    ...spec,
    template: {
      ...template,
      spec: { ...pod, volumes: [...added, ...volumes.filter(({ name }) => !names.includes(name))] },
    },
  };
}

function validateWays({ podManagementPolicy: policy = '', updateStrategy: strategy = {} }: WorkloadSpec): FieldError[] {
  const isKnown = strategy.type === 'RollingUpdate' || strategy.type === 'OnDelete';
  const shown = dumpStruct('StatefulSetUpdateStrategy', asJson(strategy));
  return [
    ...(policy === 'OrderedReady' || policy === 'Parallel'
      ? []
      : [invalidValue('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")]),
    ...(isKnown ? [] : [invalidValue('spec.updateStrategy', shown, "must be 'RollingUpdate' or 'OnDelete'")]),
    ...validateRolling(strategy),
  ];
}

function validateRolling({ type, rollingUpdate }: UpdateStrategy): FieldError[] {
  const field = 'spec.updateStrategy.rollingUpdate';
  if (type !== 'OnDelete') return notNegative(rollingUpdate?.partition, `${field}.partition`);
  if (rollingUpdate === undefined) return [];
  const shown = dumpStruct('RollingUpdateStatefulSetStrategy', asJson(rollingUpdate));
  return [invalidValue(field, shown, "only allowed for updateStrategy 'RollingUpdate'")];
}

function validateRetention(policy: Readonly<Record<string, string | undefined>> = {}): FieldError[] {
  return ['whenDeleted', 'whenScaled'].flatMap((when) =>
    oneOf(policy[when], ['Retain', 'Delete'], `spec.persistentVolumeClaimRetentionPolicy.${when}`),
  );
}

export const validateDeployment: Check = ({ spec }) => [
  ...notNegative(spec.replicas, 'spec.replicas'),
  ...validateReplicated(spec),
  ...validateStrategy(spec.strategy ?? {}, 'spec.strategy'),
  ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
  ...notNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ...validateDeadline(spec),
];

const STRATEGIES = ['Recreate', 'RollingUpdate'];

function validateStrategy(strategy: UpdateStrategy, field: string): FieldError[] {
  const { type = '', rollingUpdate } = strategy;
  if (!STRATEGIES.includes(type)) {
    const { message, ...error } = notSupported(field, '', STRATEGIES);
    // A struct is told whole where a word is not supported.
    return [{ ...error, message: message.replace('""', JSON.stringify({ Type: type, RollingUpdate: null })) }];
  }
  if (type === 'Recreate' && rollingUpdate !== undefined) {
    return [forbiddenValue(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
  }
  const { maxUnavailable = 1, maxSurge = 1 } = rollingUpdate ?? {};
  const shares = validateShares(rollingUpdate, `${field}.rollingUpdate`);
  if (shares.length > 0) return shares;
  const isStuck = [maxUnavailable, maxSurge].every((share) => share === 0 || share === '0%');
  const words = 'may not be 0 when `maxSurge` is 0';
  return isStuck ? [invalidValue(`${field}.rollingUpdate.maxUnavailable`, maxUnavailable, words)] : [];
}

/** How many pods more or less there may be, as a number or as a share of all. */
function validateShares(rolling: UpdateStrategy['rollingUpdate'], field: string): FieldError[] {
  const { maxUnavailable, maxSurge } = rolling ?? {};
  const isTooMuch = typeof maxUnavailable === 'string' && Number(/^(\d+)%$/.exec(maxUnavailable)?.[1] ?? 0) > 100;
  return [
    ...validateShare(maxUnavailable, `${field}.maxUnavailable`),
    ...validateShare(maxSurge, `${field}.maxSurge`),
    ...(isTooMuch ? [invalidValue(`${field}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%')] : []),
  ];
}

const isNothing = (share: number | string): boolean => share === 0 || share === '0%';

/** A daemon set replaces pods one way or the other: first the old one goes, or first the new one comes. */
function validateDaemonStrategy(strategy: UpdateStrategy, field: string): FieldError[] {
  const { type = '', rollingUpdate } = strategy;
  if (type !== 'RollingUpdate') {
    const shown = dumpStruct('DaemonSetUpdateStrategy', asJson(strategy));
    return type === 'OnDelete' ? [] : [notSupported(field, shown, ['RollingUpdate', 'OnDelete'])];
  }
  const { maxUnavailable = 1, maxSurge = 0 } = rollingUpdate ?? {};
  const path = `${field}.rollingUpdate`;
  const words = 'may not be set when maxUnavailable is non-zero';
  return [
    ...validateShares(rollingUpdate, path),
    ...(!isNothing(maxUnavailable) && !isNothing(maxSurge) ? [invalidValue(`${path}.maxSurge`, maxSurge, words)] : []),
    ...(isNothing(maxUnavailable) && isNothing(maxSurge)
      ? [required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')]
      : []),
  ];
}

function validateDeadline({ progressDeadlineSeconds: deadline, minReadySeconds = 0 }: WorkloadSpec): FieldError[] {
  const field = 'spec.progressDeadlineSeconds';
  if (deadline === undefined) return [];
  return [
    ...notNegative(deadline, field),
    ...(deadline > minReadySeconds ? [] : [invalidValue(field, deadline, 'must be greater than minReadySeconds')]),
  ];
}

export const validateReplicaSet: Check = ({ spec }) => [
  ...notNegative(spec.replicas, 'spec.replicas'),
  ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
  ...validateReplicated(spec),
];

/** Selector and template of deployments and of their replica sets, which are told as deployments. */
function validateReplicated(spec: WorkloadSpec): FieldError[] {
  const refused = invalidValue('spec.selector', asJson(spec.selector ?? {}), 'invalid label selector');
  return [
    ...validateSelector(spec, 'deployment'),
    ...(hasOperators(spec) ? [...validateTemplate(spec), ...validateLasting(spec, 'ReplicaSet')] : [refused]),
  ];
}

export const validateDaemonSet: Check = ({ spec }) => [
  ...validateLabelSelector(spec.selector, 'spec.selector'),
  ...(hasOperators(spec) ? validateChoice(spec, true) : []),
  ...refuseEmpty(spec, 'daemonset'),
  ...validateMaps(spec.template.metadata, TEMPLATE),
  ...validatePodSpec(spec.template.spec, `${TEMPLATE}.spec`),
  ...validateLasting(spec, 'DaemonSet'),
  ...notNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
  ...validateDaemonStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy'),
  ...notNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
];

const TEMPLATE = 'spec.template';

function validateSelector(spec: WorkloadSpec, what: string): FieldError[] {
  // A selector that is not there is written as null.
  if (spec.selector === undefined || spec.selector === null) return [required('spec.selector')];
  return [...validateLabelSelector(spec.selector, 'spec.selector'), ...refuseEmpty(spec, what)];
}

function refuseEmpty({ selector }: WorkloadSpec, what: string): FieldError[] {
  if (selector === undefined || selector === null || !isEmpty(selector)) return [];
  return [invalidValue('spec.selector', asJson(selector), `empty selector is invalid for ${what}`)];
}

const isEmpty = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean =>
  Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;

/** Whether a selector can be understood at all. */
const hasOperators = ({ selector }: WorkloadSpec): boolean => validateLabelSelector(selector, '').length === 0;

function validateTemplate(spec: WorkloadSpec): FieldError[] {
  return [
    ...validateChoice(spec, false),
    ...validateMaps(spec.template.metadata, TEMPLATE),
    ...validatePodSpec(spec.template.spec, `${TEMPLATE}.spec`),
  ];
}

/** A set must choose its own pods. An empty selector is told as what it is, and not for what it does not choose. */
function validateChoice({ selector, template }: WorkloadSpec, isStrict: boolean): FieldError[] {
  const { labels } = template.metadata;
  const isPassed = !isStrict && selector !== undefined && selector !== null && isEmpty(selector);
  if (isPassed || selects(selector, labels ?? {})) return [];
  const words = '`selector` does not match template `labels`';
  return [invalidValue(`${TEMPLATE}.metadata.labels`, labels ?? null, words)];
}

/** Pods of a set are replaced when they end. */
function validateLasting({ template: { spec } }: WorkloadSpec, what: string): FieldError[] {
  const restart = spec.restartPolicy ?? 'Always';
  const words = `activeDeadlineSeconds in ${what} is not Supported`;
  return [
    ...(restart === 'Always' ? [] : [notSupported(`${TEMPLATE}.spec.restartPolicy`, restart, ['Always'])]),
    ...(spec.activeDeadlineSeconds === undefined
      ? []
      : [forbiddenValue(`${TEMPLATE}.spec.activeDeadlineSeconds`, words)]),
  ];
}

const CHANGEABLE = new Set([
  ...['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit'],
  ...['persistentVolumeClaimRetentionPolicy', 'minReadySeconds'],
]);

const IMMUTABLE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** Most of a stateful set stays as it was made. */
export function validateStatefulSetUpdate({ spec }: Workload, { spec: present }: Workload): FieldError[] {
  const fixed = (of: Workload['spec']): object =>
    Object.fromEntries(Object.entries(asJson(of)).filter(([field]) => !CHANGEABLE.has(field)));
  return equalJson(fixed(spec), fixed(present)) ? [] : [forbiddenValue('spec', IMMUTABLE)];
}

/** The selector of other sets is for ever. */
export function validateSelectorUpdate({ spec }: Workload, { spec: present }: Workload): FieldError[] {
  if (equalJson(spec.selector, present.selector)) return [];
  return [invalidValue('spec.selector', asJson(spec.selector ?? {}), 'field is immutable')];
}
