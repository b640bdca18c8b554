import { describe, expect, it } from 'vitest';

import { podWarnings, templateWarnings } from '../../../../../src/sandbox/apiserver/warnings/pod.js';
import type { EnvVar, Pod, PodSpec } from '../../../../../src/sandbox/model/pod.js';

const podOf = (spec: Partial<PodSpec>): Pod => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'p' },
  spec: { containers: [], ...spec },
  status: {},
});

const withEnv = (env: EnvVar[]): Partial<PodSpec> => ({ containers: [{ name: 'c', resources: {}, env }] });

/** The words are those of a server of 1.34.2. */
describe('a warning about a pod', () => {
  it.each<[Partial<PodSpec>, string[]]>([
    [{ imagePullSecrets: [{}] }, ['spec.imagePullSecrets[0].name: invalid empty name ""']],
    [{ imagePullSecrets: [{ name: 'a' }, { name: 'a' }] }, ['spec.imagePullSecrets[1].name: duplicate name "a"']],
    [{ hostAliases: [{ ip: '1.2.3.4' }, { ip: '1.2.3.4' }] }, ['spec.hostAliases[1].ip: duplicate ip "1.2.3.4"']],
    [
      { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'DoNotSchedule' }] },
      ['spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod'],
    ],
    [
      { terminationGracePeriodSeconds: -1 },
      ['spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1'],
    ],
    [
      withEnv([
        { name: 'A', value: 'a' },
        { name: 'A', value: 'b' },
      ]),
      ['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'],
    ],
    [
      withEnv([
        { name: 'A', value: 'a' },
        { name: 'A', value: '$(A):b' },
      ]),
      [],
    ],
    [{ imagePullSecrets: [{ name: 'a' }] }, []],
  ])('%j', (spec, warnings) => {
    expect(podWarnings(podOf(spec))).toEqual(warnings);
  });

  it('in a template says where that is', () => {
    const { spec } = podOf({ imagePullSecrets: [{}] });
    expect(templateWarnings({ metadata: {}, spec }, 'spec.template')).toEqual([
      'spec.template.spec.imagePullSecrets[0].name: invalid empty name ""',
    ]);
  });
});
