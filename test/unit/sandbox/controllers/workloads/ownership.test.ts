import { expect, test } from 'vitest';

import { claimingOf } from '../../../../../src/sandbox/controllers/workloads/ownership.js';
import type { KubeObject, ObjectMeta } from '../../../../../src/sandbox/model/meta.js';

const objectOf = (metadata: Partial<ObjectMeta>): KubeObject => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'web-0', ...metadata },
});

const OWNER = objectOf({ uid: 'owner' });
const GOING = { deletionTimestamp: '2026-01-01T00:00:00Z' };
const by = (uid: string, controller = true): Partial<ObjectMeta> => ({
  ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'x', uid, controller }],
});

test.each([
  ['an orphan that fits', OWNER, {}, true, 'adopt'],
  ['one that somebody owns who does not control it', OWNER, by('record', false), true, 'adopt'],
  ['an orphan that does not fit', OWNER, {}, false, 'ignore'],
  ['an orphan that goes', OWNER, GOING, true, 'ignore'],
  ['an orphan of an owner that goes', objectOf({ uid: 'owner', ...GOING }), {}, true, 'ignore'],
  ['its own', OWNER, by('owner'), true, 'own'],
  ['its own that goes', OWNER, { ...by('owner'), ...GOING }, true, 'own'],
  ['its own that does not fit any more', OWNER, by('owner'), false, 'release'],
  ['the same of an owner that goes', objectOf({ uid: 'owner', ...GOING }), by('owner'), false, 'ignore'],
  ['that of another', OWNER, by('other'), true, 'ignore'],
])('%s', (_, owner, metadata, fits, claiming) => {
  expect(claimingOf(owner, objectOf(metadata), fits)).toBe(claiming);
});
