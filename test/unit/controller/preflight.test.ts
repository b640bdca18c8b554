import { expect, test } from 'vitest';
import type { ApiError } from '../../../src/cluster/api-error.js';
import { waitsFor } from '../../../src/controller/preflight.js';
import type { KubeObject } from '../../../src/petset/kubernetes.js';

const refusal = (message: string): ApiError => ({
  from: 'server',
  code: 403,
  reason: 'Forbidden',
  message,
  details: undefined,
  retryAfter: undefined,
});
const document = (kind: string, name: string): KubeObject => ({ apiVersion: 'v1', kind, metadata: { name } });

/** In the words of a Kubernetes 1.34. */
test.each([
  ['Namespace', 'namespaces "first" not found'],
  [
    'ServiceAccount',
    'pods "x" is forbidden: error looking up service account default/first: serviceaccount "first" not found',
  ],
  ['PriorityClass', 'pods "x" is forbidden: no PriorityClass with name first was found'],
  ['RuntimeClass', 'pods "x" is forbidden: pod rejected: RuntimeClass "first" not found'],
])('what waits for a %s of the same files is not refused yet', (kind, words) => {
  expect(waitsFor(refusal(words), [document('Service', 's'), document(kind, 'first')])).toBe(true);
  expect(waitsFor(refusal(words), [document(kind, 'second'), document('Service', 'first')])).toBe(false);
  expect(waitsFor(refusal('pods "first" is forbidden: no'), [document(kind, 'first')])).toBe(false);
});
