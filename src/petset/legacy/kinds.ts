import { getIn, isMap } from '../json-edit.js';
import type { Json } from '../kubernetes.js';
import { type Draft, put, type Step, tell, textAt, through, using } from './draft.js';
import {
  drop,
  dropStatus,
  type Edit,
  fillIn,
  labelsFromTemplate,
  onlyIf,
  rename,
  selectorFromTemplate,
} from './edits.js';
import { INGRESS_EDITS } from './networking.js';
import { BINDING_EDITS, ROLE_EDITS } from './rbac.js';

/** A kind as a version had it that servers of today have not, and what it is there. */
export interface KindRow {
  readonly apiVersion: string;
  readonly kind: string;
  readonly today: { readonly apiVersion: string; readonly kind?: string };
  readonly edits?: readonly Edit[];
}

const APPS = { apiVersion: 'apps/v1' };
const NETWORKING = { apiVersion: 'networking.k8s.io/v1' };
const BATCH = { apiVersion: 'batch/v1' };
const RBAC = { apiVersion: 'rbac.authorization.k8s.io/v1' };
const POLICY = { apiVersion: 'policy/v1' };

/** What Kubernetes writes where there is to be no limit. */
const UNLIMITED = 2_147_483_647;

const FROM_TEMPLATE = [selectorFromTemplate, labelsFromTemplate];

const isRolling = (document: Json): boolean =>
  (getIn(document, ['spec', 'strategy', 'type']) ?? 'RollingUpdate') === 'RollingUpdate';
const rolling = (field: string): Edit =>
  onlyIf('where pods are replaced in turn', isRolling, fillIn(['spec', 'strategy', 'rollingUpdate', field], 1));

const ROLLBACK = drop(['spec', 'rollbackTo'], 'a rollback is asked for by kubectl rollout undo, once');

/** pkg/apis/extensions/v1beta1/defaults.go (1.8). */
const EXTENSIONS_DEPLOYMENT = [
  ...FROM_TEMPLATE,
  rolling('maxUnavailable'),
  rolling('maxSurge'),
  fillIn(['spec', 'revisionHistoryLimit'], UNLIMITED),
  fillIn(['spec', 'progressDeadlineSeconds'], UNLIMITED),
  ROLLBACK,
];

const EXTENSIONS_DAEMON_SET = [
  ...FROM_TEMPLATE,
  fillIn(['spec', 'updateStrategy', 'type'], 'OnDelete'),
  drop(['spec', 'templateGeneration'], 'the server counts generations itself'),
];

/** To select nothing, as an empty selector did before policy/v1, there must be none (pkg/apis/policy/v1beta1/conversion.go, 1.21). */
const EMPTY_SELECTOR: Edit = {
  says: 'an empty `spec.selector` dropped: it selected no pods, and would select all of them today',
  step: (draft) => {
    const selector = getIn(draft.document, ['spec', 'selector']);
    if (!isMap(selector) || Object.values(selector).some((part) => Object.keys(part ?? {}).length > 0)) return draft;
    const told = 'the empty spec.selector dropped: it selected no pods, and would select all of them today';
    return tell(put(draft, ['spec', 'selector'], undefined), ['spec', 'selector'], told);
  },
};

/** A job of extensions/v1beta1 chose its selector itself only if told to (pkg/apis/batch/v1/conversion.go, 1.5). */
const AUTO_SELECTOR: Edit = {
  says: '`spec.autoSelector: true` dropped, as that is how it is today; without it `spec.manualSelector: true`',
  step: (draft) => {
    const place = ['spec', 'autoSelector'];
    if (getIn(draft.document, place) === true) {
      return tell(put(draft, place, undefined), place, 'spec.autoSelector dropped: that is how it is today');
    }
    const manual = put(put(draft, place, undefined), ['spec', 'manualSelector'], true);
    return tell(manual, place, 'spec.manualSelector: true filled in, which is how a job without autoSelector was');
  },
};

const CRON = [
  fillIn(['spec', 'successfulJobsHistoryLimit'], UNLIMITED),
  fillIn(['spec', 'failedJobsHistoryLimit'], UNLIMITED),
];

/** Adding a kind is adding a line. Those of sets are in sets.ts. */
export const KIND_ROWS: readonly KindRow[] = [
  { apiVersion: 'extensions/v1beta1', kind: 'Deployment', today: APPS, edits: EXTENSIONS_DEPLOYMENT },
  {
    apiVersion: 'apps/v1beta1',
    kind: 'Deployment',
    today: APPS,
    edits: [...FROM_TEMPLATE, fillIn(['spec', 'revisionHistoryLimit'], 2), ROLLBACK],
  },
  { apiVersion: 'apps/v1beta2', kind: 'Deployment', today: APPS },
  { apiVersion: 'extensions/v1beta1', kind: 'DaemonSet', today: APPS, edits: EXTENSIONS_DAEMON_SET },
  { apiVersion: 'apps/v1beta2', kind: 'DaemonSet', today: APPS },
  { apiVersion: 'extensions/v1beta1', kind: 'ReplicaSet', today: APPS, edits: FROM_TEMPLATE },
  { apiVersion: 'apps/v1beta2', kind: 'ReplicaSet', today: APPS },
  { apiVersion: 'extensions/v1beta1', kind: 'Job', today: BATCH, edits: [AUTO_SELECTOR] },
  { apiVersion: 'batch/v2alpha1', kind: 'ScheduledJob', today: { ...BATCH, kind: 'CronJob' }, edits: CRON },
  { apiVersion: 'batch/v2alpha1', kind: 'CronJob', today: BATCH, edits: CRON },
  { apiVersion: 'batch/v1beta1', kind: 'CronJob', today: BATCH },
  { apiVersion: 'extensions/v1beta1', kind: 'Ingress', today: NETWORKING, edits: INGRESS_EDITS },
  { apiVersion: 'networking.k8s.io/v1beta1', kind: 'Ingress', today: NETWORKING, edits: INGRESS_EDITS },
  { apiVersion: 'extensions/v1beta1', kind: 'NetworkPolicy', today: NETWORKING },
  {
    apiVersion: 'extensions/v1beta1',
    kind: 'HorizontalPodAutoscaler',
    today: { apiVersion: 'autoscaling/v1' },
    edits: [
      rename(['spec', 'scaleRef'], ['spec', 'scaleTargetRef']),
      drop(['spec', 'scaleTargetRef', 'subresource'], 'it was always scale'),
      rename(['spec', 'cpuUtilization', 'targetPercentage'], ['spec', 'targetCPUUtilizationPercentage']),
    ],
  },
  { apiVersion: 'policy/v1alpha1', kind: 'PodDisruptionBudget', today: POLICY, edits: [EMPTY_SELECTOR] },
  { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', today: POLICY, edits: [EMPTY_SELECTOR] },
  { apiVersion: 'storage.k8s.io/v1beta1', kind: 'StorageClass', today: { apiVersion: 'storage.k8s.io/v1' } },
  ...['v1alpha1', 'v1beta1'].flatMap((version): readonly KindRow[] => {
    const apiVersion = `rbac.authorization.k8s.io/${version}`;
    return [
      { apiVersion, kind: 'Role', today: RBAC, edits: ROLE_EDITS },
      { apiVersion, kind: 'ClusterRole', today: RBAC, edits: ROLE_EDITS },
      { apiVersion, kind: 'RoleBinding', today: RBAC, edits: BINDING_EDITS },
      { apiVersion, kind: 'ClusterRoleBinding', today: RBAC, edits: BINDING_EDITS },
    ];
  }),
];

/** `apps/v1beta1 StatefulSet` */
export function rowName({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return `${apiVersion} ${kind}`;
}

/** Takes a document of another version for what it meant there. */
export const translateKind: Step = (draft) => {
  const row = KIND_ROWS.find(
    ({ apiVersion, kind }) => textAt(draft, ['apiVersion']) === apiVersion && textAt(draft, ['kind']) === kind,
  );
  if (row === undefined) return draft;
  const steps = [...(row.edits ?? []), dropStatus].map(({ step }) => step);
  return through(using(named(draft, row.today), rowName(row)), steps);
};

/** The document under the name of another version, or kind. */
export function named(draft: Draft, { apiVersion, kind }: KindRow['today']): Draft {
  const before = { apiVersion: textAt(draft, ['apiVersion']), kind: textAt(draft, ['kind']) };
  const isSameKind = kind === undefined || kind === before.kind;
  const told = isSameKind
    ? `${before.apiVersion} became ${apiVersion}`
    : `${rowName(before)} became ${rowName({ apiVersion, kind })}`;
  const versioned = put(draft, ['apiVersion'], apiVersion);
  return tell(isSameKind ? versioned : put(versioned, ['kind'], kind), ['apiVersion'], told);
}
