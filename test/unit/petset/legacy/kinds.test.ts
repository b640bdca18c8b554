import { describe, expect, test } from 'vitest';
import { getIn } from '../../../../src/petset/json-edit.js';
import type { Json } from '../../../../src/petset/kubernetes.js';
import { writtenPlace } from '../../../../src/petset/legacy/origins.js';
import { errorsOf, told, translate } from './translating.js';

const template = { metadata: { labels: { app: 'web' } }, spec: {} };
const written = (apiVersion: string, kind: string, more: Record<string, Json> = {}): Json => ({
  apiVersion,
  kind,
  metadata: { name: 'a', labels: { own: 'label' } },
  ...more,
});
const specOf = (document: Json): Json | undefined => getIn(translate(document).document, ['spec']);
const selector = { matchLabels: { app: 'web' } };
const UNLIMITED = 2_147_483_647;

describe('a Deployment has the defaults of its version', () => {
  test('of extensions/v1beta1', () => {
    expect(specOf(written('extensions/v1beta1', 'Deployment', { spec: { template, rollbackTo: {} } }))).toEqual({
      template,
      selector,
      strategy: { rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } },
      revisionHistoryLimit: UNLIMITED,
      progressDeadlineSeconds: UNLIMITED,
    });
  });

  test('of apps/v1beta1', () => {
    const spec = { template };
    expect(specOf(written('apps/v1beta1', 'Deployment', { spec }))).toEqual({
      template,
      selector,
      revisionHistoryLimit: 2,
    });
  });

  test('and what it says itself', () => {
    const spec = {
      template,
      selector: { matchLabels: { x: 'y' } },
      strategy: { type: 'Recreate' },
      revisionHistoryLimit: 1,
      progressDeadlineSeconds: 5,
    };
    expect(specOf(written('extensions/v1beta1', 'Deployment', { spec }))).toEqual(spec);
  });
});

test('a DaemonSet of then was updated by hand', () => {
  expect(getIn(specOf(written('extensions/v1beta1', 'DaemonSet', { spec: { template } })), ['updateStrategy'])).toEqual(
    {
      type: 'OnDelete',
    },
  );
});

test.each(['v1alpha1', 'v1beta1'])('an empty selector of a budget of %s selected nothing', (version) => {
  const budget = (spec: Record<string, Json>): Json | undefined =>
    specOf(written(`policy/${version}`, 'PodDisruptionBudget', { spec }));
  expect(budget({ selector: {} })).toEqual({});
  expect(budget({ selector: { matchLabels: {}, matchExpressions: [] } })).toEqual({});
  expect(budget({ selector })).toEqual({ selector });
});

test('a budget of today selects everything with an empty selector', () => {
  expect(specOf(written('policy/v1', 'PodDisruptionBudget', { spec: { selector: {} } }))).toEqual({ selector: {} });
});

test('a job of extensions/v1beta1 chose its own selector unless told otherwise', () => {
  const job = (spec: Record<string, Json>): Json | undefined => specOf(written('extensions/v1beta1', 'Job', { spec }));
  expect(job({ autoSelector: true })).toEqual({});
  expect(job({ selector })).toEqual({ selector, manualSelector: true });
});

test('a ScheduledJob is a CronJob, which kept all of its jobs', () => {
  const { document } = translate(written('batch/v2alpha1', 'ScheduledJob', { spec: { failedJobsHistoryLimit: 1 } }));
  expect(document).toMatchObject({ apiVersion: 'batch/v1', kind: 'CronJob' });
  expect(getIn(document, ['spec'])).toEqual({ failedJobsHistoryLimit: 1, successfulJobsHistoryLimit: UNLIMITED });
});

describe('an Ingress', () => {
  const paths = [
    { path: '/a', backend: { serviceName: 'a', servicePort: 80 } },
    { pathType: 'Exact', backend: { serviceName: 'b', servicePort: 'web' } },
  ];
  const ingress = written('extensions/v1beta1', 'Ingress', {
    spec: { backend: { serviceName: 'c', servicePort: 1 }, rules: [{ host: 'x' }, { http: { paths } }] },
  });

  test('names services in another way', () => {
    expect(specOf(ingress)).toEqual({
      defaultBackend: { service: { name: 'c', port: { number: 1 } } },
      rules: [
        { host: 'x' },
        {
          http: {
            paths: [
              {
                path: '/a',
                pathType: 'ImplementationSpecific',
                backend: { service: { name: 'a', port: { number: 80 } } },
              },
              { pathType: 'Exact', backend: { service: { name: 'b', port: { name: 'web' } } } },
            ],
          },
        },
      ],
    });
  });

  test('what is said of a new field is said of the old one', () => {
    const { origins } = translate(ingress);
    const backend = ['spec', 'rules', 1, 'http', 'paths', 0, 'backend'];
    expect(writtenPlace(origins, [...backend, 'service', 'port', 'number'])).toEqual({
      path: [...backend, 'servicePort'],
    });
  });
});

test('an autoscaler names what it scales, and how much, in another way', () => {
  const scaleRef = { apiVersion: 'extensions/v1beta1', kind: 'Deployment', name: 'a', subresource: 'scale' };
  const spec = { scaleRef, cpuUtilization: { targetPercentage: 80 } };
  expect(specOf(written('extensions/v1beta1', 'HorizontalPodAutoscaler', { spec }))).toEqual({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
    targetCPUUtilizationPercentage: 80,
  });
});

test('an autoscaler of a set scales what the set becomes', () => {
  const scaleTargetRef = { apiVersion: 'apps/v1beta1', kind: 'StatefulSet', name: 'a' };
  const scaler = written('autoscaling/v1', 'HorizontalPodAutoscaler', { spec: { scaleTargetRef } });
  const target = (to: 'petset' | 'statefulset'): unknown =>
    getIn(translate(scaler, { target: to }).document, ['spec', 'scaleTargetRef']);
  expect(target('petset')).toEqual({ apiVersion: 'petset.dev/v1alpha1', kind: 'PetSet', name: 'a' });
  expect(target('statefulset')).toEqual({ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'a' });
});

test('subjects of v1alpha1 had versions, and everybody had a star', () => {
  const subjects = [
    { kind: 'User', name: '*' },
    { kind: 'ServiceAccount', name: 'a', namespace: 'b', apiVersion: 'v1' },
  ];
  const binding = written('rbac.authorization.k8s.io/v1alpha1', 'RoleBinding', {
    subjects,
    roleRef: { kind: 'Role', name: 'r', apiVersion: 'rbac.authorization.k8s.io/v1alpha1' },
  });
  expect(translate(binding).document).toMatchObject({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    subjects: [
      { kind: 'Group', name: 'system:authenticated' },
      { kind: 'ServiceAccount', name: 'a', namespace: 'b', apiGroup: '' },
    ],
    roleRef: { kind: 'Role', name: 'r', apiGroup: 'rbac.authorization.k8s.io' },
  });
});

test.each([
  ['extensions/v1beta1', 'PodSecurityPolicy', /^kind: Forbidden: servers of 1.25 and newer/],
  ['policy/v1beta1', 'PodSecurityPolicy', /pod-security.kubernetes.io\/enforce/],
  ['extensions/v1beta1', 'ThirdPartyResource', /CustomResourceDefinition/],
  ['settings.k8s.io/v1alpha1', 'PodPreset', /no pod presets/],
])('%s %s cannot be translated, and why', (apiVersion, kind, why) => {
  const errors = errorsOf(written(apiVersion, kind));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(why);
});

test('a namespace that let nobody in needs a policy', () => {
  const annotation = 'net.beta.kubernetes.io/network-policy';
  const errors = errorsOf({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'a', annotations: { [annotation]: '{}' } },
  });
  expect(errors).toEqual([expect.stringMatching(/^metadata\.annotations\[net\.beta.*podSelector: \{\}/)]);
});

test('what became what is told first', () => {
  const [first] = told(written('extensions/v1beta1', 'ReplicaSet', { spec: { template }, status: {} }));
  expect(first).toBe('extensions/v1beta1 became apps/v1');
});
