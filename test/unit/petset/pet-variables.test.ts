import { expect, test } from 'vitest';
import { fillIn, petVariables } from '../../../src/petset/pet-variables.js';

const HOME = { namespace: 'prod', set: 'web', serviceName: 'nginx', clusterDomain: 'cluster.local' };

test('a command is told which pet it is run for', () => {
  expect(petVariables(HOME, 3)).toEqual({
    PET: 'pod/web-3',
    PET_NAME: 'web-3',
    PET_ORDINAL: '3',
    PET_DNS: 'web-3.nginx.prod.svc.cluster.local',
    PET_NAMESPACE: 'prod',
    PET_SET: 'web',
  });
});

test('without a service a pet has no name in DNS', () => {
  expect(petVariables({ ...HOME, serviceName: '' }, 0).PET_DNS).toBe('');
});

test.each([
  ['--host=$(PET_DNS)', '--host=web-0.nginx.prod.svc.cluster.local'],
  ['$(PET_NAME)$(PET_ORDINAL)', 'web-00'],
  ['$$(PET_NAME)', '$(PET_NAME)'],
  ['$(date) $PET_NAME $(PET_NONE) $(toString)', '$(date) $PET_NAME $(PET_NONE) $(toString)'],
])('in a word, %s stands for %s', (written, meant) => {
  expect(fillIn(written, petVariables(HOME, 0))).toBe(meant);
});
