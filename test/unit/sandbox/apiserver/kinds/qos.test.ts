import { describe, expect, it } from 'vitest';

import { qosClass } from '../../../../../src/sandbox/apiserver/kinds/qos.js';
import type { ResourceRequirements } from '../../../../../src/sandbox/model/pod.js';

describe('the quality of service', () => {
  it.each<[string, ResourceRequirements[]]>([
    ['BestEffort', [{}]],
    ['BestEffort', [{ requests: { cpu: '0' } }]],
    ['BestEffort', [{ requests: { 'example.com/gpu': '1' } }]],
    ['Burstable', [{ requests: { cpu: '1' } }]],
    ['Burstable', [{ limits: { cpu: '1', memory: '1Gi' } }, {}]],
    ['Burstable', [{ limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1' } }]],
    ['Guaranteed', [{ limits: { cpu: '1', memory: '1Gi' } }]],
    ['Guaranteed', [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1000m', memory: '1024Mi' } }]],
  ])('%s: %j', (expected, containers) => {
    expect(qosClass({ containers: containers.map((resources) => ({ name: 'c', resources })) })).toBe(expected);
  });
});
