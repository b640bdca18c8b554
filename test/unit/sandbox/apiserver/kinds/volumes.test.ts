import { describe, expect, it } from 'vitest';

import { PERSISTENT_VOLUME } from '../../../../../src/sandbox/apiserver/kinds/core/volumes.js';
import type { PersistentVolume } from '../../../../../src/sandbox/model/volume.js';

type Status = PersistentVolume['status'];

const volume = (status: Status): PersistentVolume => ({
  kind: 'PersistentVolume',
  apiVersion: 'v1',
  metadata: { name: 'v' },
  spec: {},
  status: { ...status },
});

const NOW = '2026-01-01T00:00:00Z';
const THEN = '2025-01-01T00:00:00Z';
const TOLD = '2025-06-01T00:00:00Z';

describe('the time of the last change of a volume', () => {
  it.each<[string, Status, Status, string | undefined]>([
    ['is now when the phase changes', { phase: 'Bound' }, { phase: 'Available', lastPhaseTransitionTime: THEN }, NOW],
    [
      'is now when the phase changes and the old time was sent along',
      { phase: 'Bound', lastPhaseTransitionTime: THEN },
      { phase: 'Available', lastPhaseTransitionTime: THEN },
      NOW,
    ],
    [
      'is what the writer says',
      { phase: 'Bound', lastPhaseTransitionTime: TOLD },
      { phase: 'Available', lastPhaseTransitionTime: THEN },
      TOLD,
    ],
    [
      'stays when the phase does',
      { phase: 'Bound', message: 'm' },
      { phase: 'Bound', lastPhaseTransitionTime: THEN },
      THEN,
    ],
    ['stays unknown', { phase: 'Bound', message: 'm' }, { phase: 'Bound' }, undefined],
  ])('%s', (_what, status, present, expected) => {
    const draft = volume(status);
    PERSISTENT_VOLUME.prepareStatus?.(draft, volume(present), Date.parse(NOW));
    expect(draft.status.lastPhaseTransitionTime).toBe(expected);
  });
});
