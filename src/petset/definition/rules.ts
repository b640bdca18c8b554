import { FIXED } from '../changes-allowed.js';
import { CLAIM_TEMPLATES_STAY } from '../claim-templates.js';
import { MAX_LABEL_LENGTH } from '../names.js';
import type { Rule } from './openapi.js';
import type { Additions } from './structural.js';

const MAX_NAME_LENGTH = 253;

const LABEL = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
const LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const LABEL_VALUE = '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$';

const immutable = (rule: string, why: string, fieldPath?: string): Rule => ({
  rule,
  message: `field is immutable (${why})`,
  reason: 'FieldValueForbidden',
  ...(fieldPath !== undefined && { fieldPath }),
});

const has = (...path: readonly string[]): string =>
  path
    .slice(1)
    .map((_, index) => `has(${path.slice(0, index + 2).join('.')})`)
    .join(' && ');

const labelsOf = (spec: string): string =>
  `(${has(spec, 'template', 'metadata', 'labels')} ? ${spec}.template.metadata.labels : {})`;

/** Whether a selector says anything. One that does not is that of the template's labels. */
const selects = (spec: string): string =>
  `(${has(spec, 'selector', 'matchLabels')} && size(${spec}.selector.matchLabels) > 0 || ` +
  `${has(spec, 'selector', 'matchExpressions')} && size(${spec}.selector.matchExpressions) > 0)`;

/** The selector that a spec means, as its two parts. */
const matchLabelsOf = (spec: string): string =>
  `(!${selects(spec)} ? ${labelsOf(spec)} : has(${spec}.selector.matchLabels) ? ${spec}.selector.matchLabels : {})`;
const matchExpressionsOf = (spec: string): string =>
  `(${has(spec, 'selector', 'matchExpressions')} ? ${spec}.selector.matchExpressions : [])`;

const LABELS = labelsOf('self');
const OUTSIDE_OF_VALUES = `!has(e.values) || !(${LABELS}[e.key] in e.values)`;
const MATCHES_LABELS =
  `!(${has('self', 'selector', 'matchLabels')}) || ` +
  `self.selector.matchLabels.all(k, k in ${LABELS} && ${LABELS}[k] == self.selector.matchLabels[k])`;
const MATCHES_EXPRESSIONS =
  `!(${has('self', 'selector', 'matchExpressions')}) || ` +
  `self.selector.matchExpressions.all(e, e.operator == 'Exists' ? e.key in ${LABELS} : ` +
  `e.operator == 'DoesNotExist' ? !(e.key in ${LABELS}) : ` +
  `e.operator == 'NotIn' ? !(e.key in ${LABELS}) || ${OUTSIDE_OF_VALUES} : ` +
  `e.key in ${LABELS} && !(${OUTSIDE_OF_VALUES}))`;

const LABELS_FIELD = '.template.metadata.labels';
const SPEC_RULES: readonly Rule[] = [
  {
    rule: `${selects('self')} || size(${LABELS}) > 0`,
    message: 'a set knows its pods by their labels',
    reason: 'FieldValueRequired',
    fieldPath: LABELS_FIELD,
  },
  ...[MATCHES_LABELS, MATCHES_EXPRESSIONS].map((rule): Rule => ({
    rule,
    message: '`selector` does not match template `labels`',
    fieldPath: LABELS_FIELD,
  })),
  immutable(
    `${matchLabelsOf('self')} == ${matchLabelsOf('oldSelf')} && ${matchExpressionsOf('self')} == ${matchExpressionsOf('oldSelf')}`,
    FIXED.selector,
    '.selector',
  ),
];

const ORDINALS = 'self.spec.ordinals';
const START = `${ORDINALS}.start`;
/**
 * The highest ordinal whose pet's name is short enough, by the length of the set's: the first of them is for the longest.
 * That of the last pet is at most that, if as many ordinals as there are replicas are left up to there.
 */
const LARGEST = Array.from({ length: 9 }, (_, index) => 10 ** (index + 1) - 1);
const NAME = 'size(self.metadata.name)';
const LONGEST = MAX_LABEL_LENGTH - 2;
const FITS =
  `self.spec.replicas == 0 ? ${START} <= most : ` +
  `most - ${START} + 1 - size(${ORDINALS}.reserve.filter(r, r >= ${START} && r <= most)) >= self.spec.replicas`;

const SET_RULES: readonly Rule[] = [
  {
    rule: `${NAME} <= ${MAX_LABEL_LENGTH} && self.metadata.name.matches('${LABEL}')`,
    message: LABEL_WORDS,
    fieldPath: '.metadata.name',
  },
  {
    rule: `${NAME} <= ${LONGEST - LARGEST.length} || ${NAME} <= ${LONGEST} && [[${LARGEST.join(', ')}][${LONGEST} - ${NAME}]].all(most, ${FITS})`,
    message: `the name of its last pet is too long: a host name must be no more than ${MAX_LABEL_LENGTH} characters`,
    fieldPath: '.metadata.name',
  },
];

const SAME_NAME = 'n.metadata.name == o.metadata.name';
const sameField = (field: string): string =>
  `has(n.${field}) == has(o.${field}) && (!has(n.${field}) || n.${field} == o.${field})`;
/** But for the requests, which have a rule of their own. */
const CLAIM_FIELDS = [
  'metadata.labels',
  'metadata.annotations',
  ...['accessModes', 'storageClassName', 'volumeMode', 'volumeName'].map((field) => `spec.${field}`),
  ...['selector', 'dataSource', 'dataSourceRef', 'volumeAttributesClassName'].map((field) => `spec.${field}`),
  'spec.resources.limits',
];
const REQUESTS = 'spec.resources.requests';
const SAME_REQUESTS =
  `n.${REQUESTS}.all(k, k == 'storage' || k in o.${REQUESTS} && n.${REQUESTS}[k] == o.${REQUESTS}[k]) && ` +
  `o.${REQUESTS}.all(k, k == 'storage' || k in n.${REQUESTS})`;

const CLAIM_TEMPLATES_RULES: readonly Rule[] = [
  {
    rule: 'self.all(one, self.exists_one(other, other.metadata.name == one.metadata.name))',
    message: 'each template must have a name of its own',
  },
  forbids(`oldSelf.all(o, self.exists(n, ${SAME_NAME}))`, CLAIM_TEMPLATES_STAY.removed),
  forbids(`self.all(n, oldSelf.exists(o, ${SAME_NAME}))`, CLAIM_TEMPLATES_STAY.added),
  forbids(
    `self.all(n, oldSelf.all(o, !(${SAME_NAME}) || ${[...CLAIM_FIELDS.map(sameField), SAME_REQUESTS].join(' && ')}))`,
    CLAIM_TEMPLATES_STAY.changed,
  ),
];

function forbids(rule: string, message: string): Rule {
  return { rule, message, reason: 'FieldValueForbidden' };
}

const CLAIM_TEMPLATE_RULES: readonly Rule[] = [
  { rule: `self.metadata.name.matches('${LABEL}')`, message: LABEL_WORDS, fieldPath: '.metadata.name' },
  {
    rule: 'has(self.spec.accessModes) && size(self.spec.accessModes) > 0',
    message: 'at least 1 access mode is required',
    reason: 'FieldValueRequired',
    fieldPath: '.spec.accessModes',
  },
  {
    rule: `${has('self', 'spec', 'resources', 'requests')} && 'storage' in self.${REQUESTS} && self.${REQUESTS}['storage'] != null`,
    message: 'a claim asks for storage',
    reason: 'FieldValueRequired',
    fieldPath: `.${REQUESTS}`,
  },
];

/** What the definition says of a field besides what the schema of documents says: rules, and the bounds that make them cheap. */
export const ADDITIONS: Additions = {
  '': { 'x-kubernetes-validations': SET_RULES },
  spec: { 'x-kubernetes-validations': SPEC_RULES },
  'spec.selector.matchLabels{}': { maxLength: MAX_LABEL_LENGTH },
  'spec.selector.matchExpressions[].key': { maxLength: 317 },
  'spec.selector.matchExpressions[].values[]': { maxLength: MAX_LABEL_LENGTH },
  'spec.serviceName': {
    maxLength: MAX_LABEL_LENGTH,
    'x-kubernetes-validations': [
      { rule: `self == '' || self.matches('${LABEL}')`, message: LABEL_WORDS },
      immutable('self == oldSelf', FIXED.serviceName),
    ],
  },
  'spec.template.metadata.labels{}': {
    maxLength: MAX_LABEL_LENGTH,
    'x-kubernetes-validations': [
      {
        rule: `self.matches('${LABEL_VALUE}')`,
        message:
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      },
    ],
  },
  'spec.template.spec.restartPolicy': {
    maxLength: 16,
    // An enum would not let a null be.
    'x-kubernetes-validations': [{ rule: "self == 'Always'", message: 'supported values: "Always"' }],
  },
  'spec.volumeClaimTemplates': { 'x-kubernetes-validations': CLAIM_TEMPLATES_RULES },
  'spec.volumeClaimTemplates[]': { 'x-kubernetes-validations': CLAIM_TEMPLATE_RULES },
  'spec.volumeClaimTemplates[].metadata.name': { maxLength: MAX_LABEL_LENGTH },
  'spec.volumeClaimTemplates[].metadata.labels{}': { maxLength: MAX_LABEL_LENGTH },
  'spec.volumeClaimTemplates[].spec.accessModes[]': { maxLength: 32 },
  ...Object.fromEntries(
    ['storageClassName', 'volumeName', 'volumeMode', 'volumeAttributesClassName'].map((field) => [
      `spec.volumeClaimTemplates[].spec.${field}`,
      { maxLength: MAX_NAME_LENGTH },
    ]),
  ),
  'spec.volumeClaimTemplates[].spec.resources.requests{}': { maxLength: 64 },
  'spec.volumeClaimTemplates[].spec.resources.limits{}': { maxLength: 64 },
  'spec.podManagementPolicy': {
    'x-kubernetes-validations': [immutable('self == oldSelf', FIXED.podManagementPolicy)],
  },
  'spec.ordinals.reserve': { 'x-kubernetes-list-type': 'set' },
  'spec.ordinals.overrides': { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['ordinal'] },
  'spec.updateStrategy': {
    'x-kubernetes-validations': [
      {
        rule: "!has(self.rollingUpdate) || self.type == 'RollingUpdate'",
        message: "only allowed for updateStrategy 'RollingUpdate'",
        reason: 'FieldValueForbidden',
        fieldPath: '.rollingUpdate',
      },
    ],
  },
  'spec.updateStrategy.rollingUpdate.maxUnavailable': {
    maxLength: 16,
    'x-kubernetes-validations': [
      {
        rule: "type(self) == int ? self > 0 : self.matches('^0*([1-9][0-9]?|100)%$')",
        message: "must be a number greater than 0, or a percentage from '1%' to '100%'",
      },
    ],
  },
};
