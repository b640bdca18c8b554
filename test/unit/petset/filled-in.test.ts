import { describe, expect, test } from 'vitest';
import { keepingDefaults } from '../../../src/petset/filled-in.js';
import type { PetSetSpec } from '../../../src/petset/petset.js';
import { webSet } from '../../fixtures/sets.js';

/** A spec whose pod template is this. */
function podOf(spec: object): PetSetSpec {
  const { template } = webSet().spec;
  return webSet({ template: { ...template, spec: { ...template.spec, ...spec } } }).spec;
}

/** A spec whose only container is this. */
function containing(container: object): PetSetSpec {
  return podOf({ containers: [{ name: 'nginx', image: 'nginx:1', ...container }] });
}

/** A spec whose only claim is this. */
function claiming(claim: object): PetSetSpec {
  return webSet({ volumeClaimTemplates: [{ metadata: { name: 'www' }, spec: { ...claim } }] }).spec;
}

describe('what a server has filled in stays where a file leaves it out', () => {
  const filledIn: readonly (readonly [string, PetSetSpec, PetSetSpec])[] = [
    [
      'in a pod',
      podOf({}),
      podOf({
        restartPolicy: 'Always',
        dnsPolicy: 'ClusterFirst',
        schedulerName: 'default-scheduler',
        terminationGracePeriodSeconds: 30,
        securityContext: {},
      }),
    ],
    [
      'the former name of a field',
      podOf({ serviceAccountName: 'a' }),
      podOf({ serviceAccountName: 'a', serviceAccount: 'a' }),
    ],
    [
      'in a container',
      containing({ ports: [{ containerPort: 80 }], readinessProbe: { httpGet: { port: 80 } } }),
      containing({
        ports: [{ containerPort: 80, protocol: 'TCP' }],
        readinessProbe: {
          httpGet: { port: 80, path: '/', scheme: 'HTTP' },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      }),
    ],
    [
      'for an image without a tag',
      containing({ image: 'a.b:5000/c' }),
      containing({ image: 'a.b:5000/c', imagePullPolicy: 'Always' }),
    ],
    [
      'for an image with a digest',
      containing({ image: 'c@sha256:00' }),
      containing({ image: 'c@sha256:00', imagePullPolicy: 'IfNotPresent' }),
    ],
    ['in a volume', podOf({ volumes: [{ name: 'a' }] }), podOf({ volumes: [{ name: 'a', emptyDir: {} }] })],
    [
      'of quantities, which it has written its own way',
      containing({ resources: { limits: { cpu: '1000m' } } }),
      containing({ resources: { limits: { cpu: '1' } } }),
    ],
    [
      'in an update strategy',
      webSet({ updateStrategy: { type: 'RollingUpdate' } }).spec,
      webSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } }).spec,
    ],
  ];

  test.each(filledIn)('%s', (_, written, present) => {
    expect(keepingDefaults(present, written)).toEqual(present);
  });

  test('in the template of a claim', () => {
    const present = claiming({ volumeMode: 'Filesystem' });
    expect(keepingDefaults(present, claiming({}))).toEqual(present);
    expect(keepingDefaults(claiming({ volumeMode: 'Block' }), claiming({}))).toEqual(claiming({}));
  });

  test('beside a change', () => {
    const present = containing({ imagePullPolicy: 'IfNotPresent', terminationMessagePolicy: 'File' });
    const wanted = keepingDefaults(present, containing({ image: 'nginx:2' }));
    expect(wanted).toEqual(
      containing({ image: 'nginx:2', imagePullPolicy: 'IfNotPresent', terminationMessagePolicy: 'File' }),
    );
  });
});

describe('what a server would not fill in goes where a file leaves it out', () => {
  const own: readonly (readonly [string, PetSetSpec, PetSetSpec])[] = [
    ['another value', podOf({}), podOf({ dnsPolicy: 'Default', terminationGracePeriodSeconds: 31 })],
    [
      'one that fitted another image',
      containing({ image: 'a:1' }),
      containing({ image: 'a', imagePullPolicy: 'Never' }),
    ],
    [
      'a default of the former image',
      containing({ image: 'a' }),
      containing({ image: 'a:1', imagePullPolicy: 'IfNotPresent' }),
    ],
    [
      'the volume that was there before another',
      podOf({ volumes: [{ name: 'a', hostPath: { path: '/' } }] }),
      podOf({ volumes: [{ name: 'a', emptyDir: {} }] }),
    ],
    ['a container', containing({}), podOf({ containers: [{ name: 'other', image: 'x', resources: {} }] })],
    ['a field that has no default', containing({}), containing({ command: ['a'] })],
    [
      'another quantity',
      containing({ resources: { limits: { cpu: '2' } } }),
      containing({ resources: { limits: { cpu: '1' } } }),
    ],
    [
      'the partition of another strategy',
      webSet({ updateStrategy: { type: 'OnDelete' } }).spec,
      webSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } }).spec,
    ],
  ];

  test.each(own)('%s', (_, written, present) => {
    expect(keepingDefaults(present, written)).toEqual(written);
  });
});
