import { describe, expect, test } from 'vitest';
import { defaultContainer, defaultedNote, mayBeEntered } from '../../../src/petset/entered-container.js';
import type { Pod, PodSpec, PodStatus } from '../../../src/petset/kubernetes.js';

function podOf(spec: Partial<PodSpec>, annotated?: string, status: PodStatus = {}): Pod {
  const annotations = annotated === undefined ? {} : { 'kubectl.kubernetes.io/default-container': annotated };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { annotations },
    spec: { containers: [{ name: 'a' }], ...spec },
    status,
  };
}

describe('a command is run, as kubectl exec has it,', () => {
  const two = { containers: [{ name: 'a' }, { name: 'b' }], initContainers: [{ name: 'prep' }] };

  test.each<[string, Pod, string, string | undefined]>([
    ['in the only container', podOf({}), 'a', undefined],
    ['in the first of several', podOf(two), 'a', 'Defaulted container "a" out of: a, b, prep (init)'],
    ['in the annotated one', podOf(two, 'b'), 'b', undefined],
    ['in an annotated sidecar', podOf(two, 'prep'), 'prep', undefined],
    [
      'in the first where the annotation is wrong',
      podOf(two, 'c'),
      'a',
      'Defaulted container "a" out of: a, b, prep (init)',
    ],
    [
      'beside a debugger',
      podOf({ ephemeralContainers: [{ name: 'debug' }] }),
      'a',
      'Defaulted container "a" out of: a, debug (ephem)',
    ],
  ])('%s', (_where, pod, container, note) => {
    expect(defaultContainer(pod)).toBe(container);
    expect(defaultedNote(pod)).toBe(note);
  });
});

test('a container that does not run cannot be entered; about one that is not there the server is asked', () => {
  const status = (state: object): PodStatus => ({
    containerStatuses: [{ name: 'a', ready: false, restartCount: 0, state }],
  });
  expect(mayBeEntered(podOf({}, undefined, status({ running: {} })), 'a')).toBe(true);
  expect(mayBeEntered(podOf({}, undefined, status({ waiting: {} })), 'a')).toBe(false);
  expect(mayBeEntered(podOf({}), 'a')).toBe(false);
  expect(mayBeEntered(podOf({}), 'nosuch')).toBe(true);
});
