import { expect, test } from 'vitest';
import { getIn } from '../../../../src/petset/json-edit.js';
import { writtenPlace } from '../../../../src/petset/legacy/origins.js';
import { errorsOf, petSet, pod, told, translate } from './translating.js';

const ALPHA = 'pod.alpha.kubernetes.io/init-containers';
const BETA = 'pod.beta.kubernetes.io/init-containers';
const container = { name: 'install', image: 'busybox' };
const list = JSON.stringify([container]);

test.each([ALPHA, BETA])('%s becomes the field, and the annotation goes', (annotation) => {
  const { document, translations } = translate(petSet({}, { [annotation]: list, other: 'x' }));
  expect(getIn(document, ['spec', 'template', 'spec', 'initContainers'])).toEqual([container]);
  expect(getIn(document, ['spec', 'template', 'metadata', 'annotations'])).toEqual({ other: 'x' });
  expect(translations.at(-1)).toEqual({
    path: ['spec', 'template', 'metadata', 'annotations', annotation],
    told: `annotation ${annotation} became spec.template.spec.initContainers`,
  });
});

test('beta counted, not alpha, however wrong alpha is', () => {
  const { document, errors } = translate(pod({ [ALPHA]: 'nonsense', [BETA]: list }));
  expect(getIn(document, ['spec', 'initContainers'])).toEqual([container]);
  expect(getIn(document, ['metadata', 'annotations'])).toBeUndefined();
  expect(errors).toEqual([]);
});

test('the annotation counted, not the field', () => {
  const document = pod({ [ALPHA]: list }, { initContainers: [{ name: 'field', image: 'field' }] });
  expect(getIn(translate(document).document, ['spec', 'initContainers'])).toEqual([container]);
  expect(told(document)).toEqual([
    `annotation ${ALPHA} became spec.initContainers, and took the place of those that were there`,
  ]);
});

const DAEMONS = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: {}, spec: { template: pod({ [ALPHA]: list }) } };
const CRON = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: {},
  spec: { jobTemplate: { spec: { template: pod({ [ALPHA]: list }) } } },
};
test.each([
  [DAEMONS, ['spec', 'template']],
  [CRON, ['spec', 'jobTemplate', 'spec', 'template']],
  [{ apiVersion: 'v1', kind: 'PodTemplate', metadata: {}, template: pod({ [ALPHA]: list }) }, ['template']],
])('wherever there are pods: %#', (document, place) => {
  expect(getIn(translate(document).document, [...place, 'spec', 'initContainers'])).toEqual([container]);
});

test('null is nothing, and an empty list is no init containers', () => {
  const initContainers = [container];
  expect(getIn(translate(pod({ [ALPHA]: 'null' }, { initContainers })).document, ['spec'])).toEqual({ initContainers });
  expect(getIn(translate(pod({ [ALPHA]: '[]' }, { initContainers })).document, ['spec', 'initContainers'])).toEqual([]);
});

const at = `metadata.annotations[${ALPHA}]`;
test.each([
  ['[{', `${at}: Invalid value: this is no JSON: expected the name of a field in double quotes, but it ends`],
  ['{}', `${at}: Invalid value: {}: must be a list`],
  ['["a"]', `${at}: [0]: Invalid value: "a": must be a map`],
  ['[null]', `${at}: [0]: Required value`],
  ['[{"name": "a"}]', `${at}: [0].image: Required value`],
  ['[{"name": "a", "image": 3}]', `${at}: [0].image: Invalid value: 3: must be a string`],
  ['[{"name": "a", "image": "b", "comand": []}]', `${at}: [0].comand: unknown field`],
  ['[{"name": "a", "image": "b", "args": [1]}]', `${at}: [0].args[0]: Invalid value: 1: must be a string`],
  [
    '[{"name": "a", "image": "b", "volumeMounts": [{"name": "x"}]}]',
    `${at}: [0].volumeMounts[0].mountPath: Required value`,
  ],
  ['[{"name": "a", "image": "b", "env": {"X": "1"}}]', `${at}: [0].env: Invalid value: {"X":"1"}: must be a list`],
])('%s is none', (text, error) => {
  expect(errorsOf(pod({ [ALPHA]: text }))).toEqual([error]);
});

test('all that is wrong is told, each where it stands in the text', () => {
  const text = '[{"name": 1, "image": 2}]';
  const { errors } = translate(pod({ [ALPHA]: text }));
  expect(errors.map(({ offset = 0 }) => text.slice(offset, offset + 7))).toEqual(['"name":', '"image"']);
});

test('a list that is YAML and no text is told to be put in quotes', () => {
  expect(errorsOf(pod({ [ALPHA]: [container] }))).toEqual([
    `${at}: Invalid value: [{"name":"install","image":"busybox"}]: must be a text: put it in quotes`,
  ]);
});

test('what is said of the field later is said of its place in the annotation', () => {
  const text = '[ {"name": "a", "image": "b", "securityContext": {"runAsUser": -1}} ]';
  const { origins } = translate(petSet({}, { [BETA]: text }));
  const place = writtenPlace(origins, [
    'spec',
    'template',
    'spec',
    'initContainers',
    0,
    'securityContext',
    'runAsUser',
  ]);
  expect(place).toEqual({
    path: ['spec', 'template', 'metadata', 'annotations', BETA],
    offset: text.indexOf('"runAsUser"'),
  });
  expect(writtenPlace(origins, ['spec', 'template', 'spec', 'containers', 0])).toEqual({
    path: ['spec', 'template', 'spec', 'containers', 0],
  });
});

test('what had become of init containers is no wish', () => {
  const STATUSES = 'pod.alpha.kubernetes.io/init-container-statuses';
  const { document, translations } = translate(pod({ [STATUSES]: 'nonsense' }));
  expect(getIn(document, ['metadata'])).toEqual({ name: 'a' });
  expect(translations).toHaveLength(1);
});
