import { describe, expect, it } from 'vitest';

import { validateClaimUpdate } from '../../../../../src/sandbox/apiserver/validation/claim.js';
import {
  validateConfigMapUpdate,
  validateSecretUpdate,
} from '../../../../../src/sandbox/apiserver/validation/configuration.js';
import { validatePodUpdate } from '../../../../../src/sandbox/apiserver/validation/pod-update.js';
import type { FieldError } from '../../../../../src/sandbox/apiserver/status/field-error.js';
import type { ConfigMap } from '../../../../../src/sandbox/model/core.js';
import type { Pod, PodSpec } from '../../../../../src/sandbox/model/pod.js';
import type { Claim, ClaimSpec } from '../../../../../src/sandbox/model/volume.js';

/** Field and first line of every error. */
const told = (errors: readonly FieldError[]): string[] =>
  errors.map(({ field, message }) => `${field}: ${message.split('\n')[0] ?? ''}`);

const meta = { metadata: { name: 'x' }, apiVersion: 'v1' };

describe('an update of a pod', () => {
  const pod = (spec: Partial<PodSpec> = {}): Pod => ({
    ...meta,
    kind: 'Pod',
    spec: { containers: [{ name: 'c', image: 'x:1', resources: {} }], tolerations: [{ key: 'a' }], ...spec },
    status: {},
  });

  it('may change images, shorten its life, tolerate more', () => {
    const after = pod({
      containers: [{ name: 'c', image: 'x:2', resources: {} }],
      activeDeadlineSeconds: 5,
      tolerations: [{ key: 'a', tolerationSeconds: 3 }, { key: 'b' }],
    });
    expect(validatePodUpdate(after, pod())).toEqual([]);
  });

  it.each<[string, Partial<PodSpec>, string]>([
    ['change its host name', { hostname: 'h' }, 'spec: Forbidden: pod updates may not change fields other than'],
    [
      'lose a container',
      { containers: [] },
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ],
    ['lose an image', { containers: [{ name: 'c', resources: {} }] }, 'spec.containers[0].image: Required value'],
    ['tolerate less', { tolerations: [] }, 'spec.tolerations: Forbidden: existing toleration can not be modified'],
    ['gain a gate', { schedulingGates: [{ name: 'g' }] }, 'spec.schedulingGates[0].name: Forbidden: only deletion'],
    ['live less than nothing', { activeDeadlineSeconds: -1 }, 'spec.activeDeadlineSeconds: Invalid value: -1'],
  ])('may not %s', (_what, change, words) => {
    expect(told(validatePodUpdate(pod(change), pod()))[0]).toContain(words);
  });

  it('may not live longer than it was to', () => {
    const present = pod({ activeDeadlineSeconds: 5 });
    expect(told(validatePodUpdate(pod({ activeDeadlineSeconds: 6 }), present))).toEqual([
      'spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value',
    ]);
    expect(told(validatePodUpdate(pod(), present))).toEqual([
      'spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value',
    ]);
  });

  it('is shown what it would change, under the names of the server', () => {
    const [error] = validatePodUpdate(pod({ hostname: 'h' }), pod());
    expect(error?.message).toContain('- "Hostname": "",\n+ "Hostname": "h",');
  });
});

describe('an update of a claim', () => {
  const claim = (size: string, phase: string, spec: Partial<ClaimSpec> = {}): Claim => ({
    ...meta,
    kind: 'PersistentVolumeClaim',
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } }, ...spec },
    status: { phase, ...(phase === 'Bound' && { capacity: { storage: '1Gi' } }) },
  });

  it('may grow a bound one, and bind one that is not', () => {
    expect(validateClaimUpdate(claim('2Gi', 'Bound'), claim('1Gi', 'Bound'))).toEqual([]);
    expect(validateClaimUpdate(claim('1Gi', 'Pending', { volumeName: 'v' }), claim('1Gi', 'Pending'))).toEqual([]);
  });

  it('may take back a growth that did not come, if not to the very size that is there', () => {
    expect(validateClaimUpdate(claim('1536Mi', 'Bound'), claim('2Gi', 'Bound'))).toEqual([]);
    expect(validateClaimUpdate(claim('1Gi', 'Bound'), claim('2Gi', 'Bound'))).toHaveLength(1);
  });

  it('may not shrink below what is there', () => {
    expect(told(validateClaimUpdate(claim('512Mi', 'Bound'), claim('1Gi', 'Bound')))).toEqual([
      'spec.resources.requests.storage: Forbidden: field can not be less than status.capacity',
    ]);
  });

  it.each<[string, Claim, Claim]>([
    ['the size before it is bound', claim('2Gi', 'Pending'), claim('1Gi', 'Pending')],
    ['the class', claim('1Gi', 'Bound', { storageClassName: 'x' }), claim('1Gi', 'Bound')],
    ['the volume', claim('1Gi', 'Bound', { volumeName: 'w' }), claim('1Gi', 'Bound', { volumeName: 'v' })],
  ])('may not change %s', (_what, after, present) => {
    expect(told(validateClaimUpdate(after, present))).toEqual([
      'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
    ]);
  });
});

describe('an update of configuration', () => {
  const configMap = (rest: Partial<ConfigMap>): ConfigMap => ({ ...meta, kind: 'ConfigMap', ...rest });
  const IMMUTABLE = 'Forbidden: field is immutable when `immutable` is set';

  it('may do anything until it is immutable', () => {
    expect(
      validateConfigMapUpdate(configMap({ data: { a: '2' }, immutable: true }), configMap({ data: { a: '1' } })),
    ).toEqual([]);
  });

  it('may do nothing from then on', () => {
    const present = configMap({ data: { a: '1' }, immutable: true });
    expect(told(validateConfigMapUpdate(configMap({ data: { a: '2' }, binaryData: { b: '' } }), present))).toEqual([
      `immutable: ${IMMUTABLE}`,
      `data: ${IMMUTABLE}`,
      `binaryData: ${IMMUTABLE}`,
    ]);
    expect(validateConfigMapUpdate(present, present)).toEqual([]);
  });

  it('never changes the type of a secret', () => {
    const secret = { ...meta, kind: 'Secret' };
    expect(told(validateSecretUpdate({ ...secret, type: 'a' }, { ...secret, type: 'b' }))).toEqual([
      'type: Invalid value: "a": field is immutable',
    ]);
  });
});
