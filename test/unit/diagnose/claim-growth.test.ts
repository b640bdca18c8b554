import { expect, test } from 'vitest';
import { diagnoseGrowth } from '../../../src/diagnose/claim-growth.js';
import type { Condition, PersistentVolumeClaim } from '../../../src/petset/kubernetes.js';

const describe = 'describe pvc www-web-0';

function told(status: PersistentVolumeClaim['status'], { waited = 2_000, hasPet = true } = {}): string {
  const claim: PersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'www-web-0', namespace: 'default' },
    spec: { storageClassName: 'fast' },
    ...(status && { status }),
  };
  const { message, next, exit } = diagnoseGrowth({ claim, pet: hasPet ? 'web-0' : undefined, size: '2Gi', waited });
  const end = exit === undefined ? '' : `; ${exit.when}: ${exit.command.words.join(' ')}`;
  return `${message}: ${next.words.join(' ')}${end}`;
}
const condition = (type: string, message?: string): { readonly conditions: readonly Condition[] } => ({
  conditions: [{ type, status: 'True', ...(message !== undefined && { message }) }],
});

test('nobody has begun', () => {
  expect(told({})).toBe(`still waits for its storage (class fast) to make it 2Gi: ${describe}`);
  expect(told({}, { waited: 60_000 })).toBe(
    `still waits after 1m for its storage (class fast) to make it 2Gi: ${describe}`,
  );
});

test('it grows', () => {
  expect(told(condition('Resizing'), { waited: 10_000 })).toBe(`is still growing to 2Gi after 10s: ${describe}`);
});

test('its file system waits for the pod to be started anew, and the command that does so is named', () => {
  expect(told(condition('FileSystemResizePending'))).toBe(
    `has a volume of 2Gi by now, and its file system grows at the latest when pod/web-0 is started anew: ${describe}; to go on: delete pod web-0`,
  );
  expect(told(condition('FileSystemResizePending'), { hasPet: false })).toBe(
    `has a volume of 2Gi by now, and its file system grows when a pod mounts it: ${describe}`,
  );
});

test.each(['ControllerResizeError', 'NodeResizeError'])('%s: it is tried again', (type) => {
  expect(told(condition(type, 'no space'))).toBe(`could not grow to 2Gi yet: no space: ${describe}`);
});

test('it is not possible, which is said before anything else', () => {
  const allocatedResourceStatuses = { storage: 'ControllerResizeInfeasible' };
  expect(told({ allocatedResourceStatuses, ...condition('ControllerResizeError', 'at most 1Gi') })).toMatch(
    /^cannot become 2Gi, its storage does not offer that: at most 1Gi; a smaller size .* may be asked for instead: describe pvc/,
  );
});

test('a condition that is not so any more says nothing', () => {
  expect(told({ conditions: [{ type: 'Resizing', status: 'False' }] })).toMatch(/^still waits for its storage/);
});
