import { describe, expect, test } from 'vitest';
import type { Container } from '../../../src/petset/kubernetes.js';
import { fillInSpec } from '../../../src/petset/template-variables.js';

function filled(container: Omit<Container, 'name'>): Omit<Container, 'name'> | undefined {
  const [first] = fillInSpec({ containers: [{ name: 'c', ...container }] }, 'web-3', 3).containers;
  const { name: _, ...rest } = first ?? { name: '' };
  return rest;
}

describe('what a pet is called is filled in', () => {
  test('in the command, the arguments and the environment', () => {
    const container = {
      command: ['run', '--name=$(PET_NAME)'],
      args: ['$(PET_ORDINAL)', '$(PET_NAME)/$(PET_ORDINAL)'],
      env: [{ name: 'ID', value: '1$(PET_ORDINAL)' }],
    };
    expect(filled(container)).toEqual({
      command: ['run', '--name=web-3'],
      args: ['3', 'web-3/3'],
      env: [{ name: 'ID', value: '13' }],
    });
  });

  test('of init containers too', () => {
    const containers = [{ name: 'c' }];
    const initContainers = [{ name: 'i', args: ['$(PET_NAME)'] }];
    expect(fillInSpec({ containers, initContainers }, 'web-3', 3)).toEqual({
      containers,
      initContainers: [{ name: 'i', args: ['web-3'] }],
    });
  });

  test('and nowhere else', () => {
    const container = { image: '$(PET_NAME)', volumeMounts: [{ name: 'www', mountPath: '/$(PET_NAME)' }] };
    expect(filled(container)).toEqual(container);
  });
});

describe('what Kubernetes fills in is left to it', () => {
  test.each([
    ['$$(PET_NAME)', '$$(PET_NAME)'],
    ['$$$(PET_NAME)', '$$web-3'],
    ['$$$$(PET_NAME)', '$$$$(PET_NAME)'],
    ['$(HOSTNAME)-$(PET_ORDINAL)', '$(HOSTNAME)-3'],
    ['$(PET_NAME', '$(PET_NAME'],
    ['$(PET $(PET_NAME)', '$(PET $(PET_NAME)'],
    ['$PET_NAME ${PET_NAME} (PET_NAME)', '$PET_NAME ${PET_NAME} (PET_NAME)'],
    ['$x$(PET_NAME)$', '$xweb-3$'],
    ['$(constructor)', '$(constructor)'],
  ])('%s becomes %s', (text, expected) => {
    expect(filled({ args: [text] })).toEqual({ args: [expected] });
  });

  test('a variable that the container defines itself is meant where it is named', () => {
    const env = [
      { name: 'PET_NAME', value: 'Rex' },
      { name: 'WHO', value: '$(PET_NAME) $(PET_ORDINAL)' },
    ];
    expect(filled({ env, args: ['$(PET_NAME) $(PET_ORDINAL)'] })).toEqual({
      env: [env[0], { name: 'WHO', value: '$(PET_NAME) 3' }],
      args: ['$(PET_NAME) 3'],
    });
  });

  test('a variable that takes its value from elsewhere stays as it is', () => {
    const env = [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }];
    expect(filled({ env })).toEqual({ env });
  });
});
