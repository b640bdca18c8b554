import { describe, expect, test } from 'vitest';
import { getIn } from '../../../../src/petset/json-edit.js';
import type { Json } from '../../../../src/petset/kubernetes.js';
import { type Annotations, errorsOf, pod, told, translate } from './translating.js';

const object = (kind: string, annotations: Annotations, spec: Record<string, Json> = {}): Json => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a', annotations },
  spec,
});
const specOf = (document: Json): Json | undefined => getIn(translate(document).document, ['spec']);

test.each([
  object('Service', { a: 'b' }),
  object('Secret', { 'volume.beta.kubernetes.io/storage-class': 'x' }),
  pod({ 'pod.alpha.kubernetes.io/initialized': 'false' }),
])('a document of today comes back as it is: %#', (document) => {
  expect(translate(document)).toEqual({ document, translations: [], errors: [], origins: [], used: [] });
});

describe('sysctls', () => {
  const SAFE = 'security.alpha.kubernetes.io/sysctls';
  const UNSAFE = 'security.alpha.kubernetes.io/unsafe-sysctls';

  test('safe and unsafe ones are one list', () => {
    const document = pod({ [UNSAFE]: 'c=1=2', [SAFE]: 'a=b,d=' }, { securityContext: { fsGroup: 1 } });
    expect(getIn(specOf(document), ['securityContext'])).toEqual({
      fsGroup: 1,
      sysctls: [
        { name: 'a', value: 'b' },
        { name: 'd', value: '' },
        { name: 'c', value: '1=2' },
      ],
    });
  });

  test.each(['a', '=b', 'a=b,', 'a=b,,c=d'])('%s is none', (value) => {
    expect(errorsOf(pod({ [SAFE]: value }))).toHaveLength(1);
  });

  test('what is wrong is told where it stands', () => {
    expect(translate(pod({ [SAFE]: 'a=b,cd' })).errors[0]?.offset).toBe(4);
  });
});

describe('profiles', () => {
  const POD = 'seccomp.security.alpha.kubernetes.io/pod';
  const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/';
  const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
  const containers = [{ name: 'a' }, { name: 'b' }];

  test.each([
    ['runtime/default', { type: 'RuntimeDefault' }],
    ['docker/default', { type: 'RuntimeDefault' }],
    ['unconfined', { type: 'Unconfined' }],
    ['localhost/a/b.json', { type: 'Localhost', localhostProfile: 'a/b.json' }],
  ])('%s', (value, profile) => {
    expect(specOf(pod({ [POD]: value }))).toEqual({ securityContext: { seccompProfile: profile } });
    const ofContainer = specOf(pod({ [`${SECCOMP}b`]: value }, { containers }));
    expect(getIn(ofContainer, ['containers'])).toEqual([
      { name: 'a' },
      { name: 'b', securityContext: { seccompProfile: profile } },
    ]);
  });

  test('AppArmor knows another default by one name only', () => {
    expect(errorsOf(pod({ [`${APPARMOR}a`]: 'docker/default' }, { containers }))).toEqual([
      `metadata.annotations[${APPARMOR}a]: Invalid value: "docker/default": must be one of runtime/default, unconfined, localhost/PROFILE`,
    ]);
  });

  test('an init container that an annotation brings has one too', () => {
    const init = '[{"name": "i", "image": "x"}]';
    const document = pod({ [`${APPARMOR}i`]: 'unconfined', 'pod.beta.kubernetes.io/init-containers': init });
    expect(getIn(specOf(document), ['initContainers', 0, 'securityContext'])).toEqual({
      appArmorProfile: { type: 'Unconfined' },
    });
  });

  test('of a container that is not there is an error', () => {
    expect(errorsOf(pod({ [`${APPARMOR}c`]: 'unconfined' }, { containers }))).toEqual([
      `metadata.annotations[${APPARMOR}c]: Invalid value: "c": there is no such container`,
    ]);
  });

  test('a field must say the same', () => {
    const same = { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } };
    expect(specOf(pod({ [POD]: 'docker/default' }, same))).toEqual(same);
    expect(errorsOf(pod({ [POD]: 'unconfined' }, same))).toEqual([
      `metadata.annotations[${POD}]: Invalid value: "unconfined": must match spec.securityContext.seccompProfile`,
    ]);
  });
});

describe('names of pods', () => {
  test('the field counted, then beta, then alpha', () => {
    const both = { 'pod.alpha.kubernetes.io/hostname': 'alpha', 'pod.beta.kubernetes.io/hostname': 'beta' };
    expect(specOf(pod(both, { hostname: 'field' }))).toEqual({ hostname: 'field' });
    expect(specOf(pod(both))).toEqual({ hostname: 'beta' });
    expect(specOf(pod({ 'pod.alpha.kubernetes.io/subdomain': 'alpha' }))).toEqual({ subdomain: 'alpha' });
  });
});

describe('storage classes', () => {
  const ALPHA = 'volume.alpha.kubernetes.io/storage-class';
  const BETA = 'volume.beta.kubernetes.io/storage-class';

  test('whatever alpha said, it meant the default class', () => {
    expect(specOf(object('PersistentVolumeClaim', { [ALPHA]: 'anything' }))).toEqual({});
  });

  test.each(['fast', ''])('beta named one, also none: %j', (name) => {
    const document = object('PersistentVolumeClaim', { [BETA]: name, [ALPHA]: 'x' }, { storageClassName: 'field' });
    expect(specOf(document)).toEqual({ storageClassName: name });
    expect(specOf(object('PersistentVolume', { [BETA]: name }))).toEqual({ storageClassName: name });
  });

  test('templates of claims have them too', () => {
    const claim = { metadata: { name: 'x', annotations: { [BETA]: 'fast' } }, spec: {} };
    const set = {
      apiVersion: 'petset.dev/v1alpha1',
      kind: 'PetSet',
      metadata: {},
      spec: { volumeClaimTemplates: [claim] },
    };
    expect(specOf(set)).toEqual({
      volumeClaimTemplates: [{ metadata: { name: 'x' }, spec: { storageClassName: 'fast' } }],
    });
  });
});

describe('services', () => {
  const UNREADY = 'service.alpha.kubernetes.io/tolerate-unready-endpoints';

  test.each([
    ['true', true],
    ['T', true],
    ['1', true],
    ['0', false],
    ['False', false],
  ])('that tolerate unready endpoints: %s', (value, expected) => {
    expect(specOf(object('Service', { [UNREADY]: value }))).toEqual({ publishNotReadyAddresses: expected });
  });

  test('what is no boolean to Go says nothing', () => {
    expect(specOf(object('Service', { [UNREADY]: 'yes' }, { publishNotReadyAddresses: true }))).toEqual({
      publishNotReadyAddresses: true,
    });
  });

  const TRAFFIC = 'service.beta.kubernetes.io/external-traffic';
  const PORT = 'service.beta.kubernetes.io/healthcheck-nodeport';
  test('that keep to local endpoints', () => {
    const type = 'LoadBalancer';
    expect(specOf(object('Service', { [PORT]: '31000', [TRAFFIC]: 'OnlyLocal' }, { type }))).toEqual({
      type,
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 31000,
    });
    expect(specOf(object('Service', { [PORT]: '31000', [TRAFFIC]: 'Global' }, { type }))).toEqual({
      type,
      externalTrafficPolicy: 'Cluster',
    });
    expect(specOf(object('Service', { [PORT]: '31000', [TRAFFIC]: 'OnlyLocal' }))).toEqual({});
  });

  test('of the traffic alpha counted, as nowhere else', () => {
    const alpha = { 'service.alpha.kubernetes.io/external-traffic': 'OnlyLocal', [TRAFFIC]: 'Global' };
    expect(getIn(specOf(object('Service', alpha, { type: 'NodePort' })), ['externalTrafficPolicy'])).toBe('Local');
  });

  test.each([
    [TRAFFIC, 'Local', 'Unsupported value: "Local": supported values: "OnlyLocal", "Global"'],
    [PORT, 'http', 'Invalid value: "http": must be a port'],
  ])('%s: %s is an error', (annotation, value, problem) => {
    expect(errorsOf(object('Service', { [annotation]: value }))).toEqual([
      `metadata.annotations[${annotation}]: ${problem}`,
    ]);
  });
});

test('volumes that no node mounts any more are warned of, and stay', () => {
  const volumes = [
    { name: 'a', emptyDir: {} },
    { name: 'b', gitRepo: { repository: 'x' } },
  ];
  expect(specOf(pod({}, { volumes }))).toEqual({ volumes });
  expect(told(pod({}, { volumes }))).toEqual([
    'Warning: spec.volumes[1].gitRepo stays, and nodes of 1.33 and newer do not mount it: use an emptyDir into which an init container clones the repository',
  ]);
});
