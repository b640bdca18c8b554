import { expect, test } from 'vitest';
import {
  type ControllerRevision,
  formerRevisions,
  hashesByFormer,
  revisionOfFormer,
} from '../../../src/petset/controller-revision.js';
import type { Served } from '../../../src/petset/kubernetes.js';
import { changeCause, revisionHash, revisionNumber, revisionTemplate } from '../../../src/petset/revision.js';
import { webSet } from '../../fixtures/sets.js';

const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'uid-of-web', controller: true };
const record = { apiVersion: 'v1', kind: 'ConfigMap', name: 'petset-web', uid: 'uid-of-record' };
const ref = { namespace: 'default', name: 'web' };

const template = (image: string): object => ({
  $patch: 'replace',
  metadata: { creationTimestamp: null, labels: { app: 'nginx' } },
  spec: { containers: [{ name: 'nginx', image }] },
});

const former = (revision: number, more: Partial<Served<ControllerRevision>> = {}): Served<ControllerRevision> => ({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  metadata: {
    name: `web-${revision}`,
    uid: `uid-${revision}`,
    resourceVersion: '1',
    annotations: { 'kubernetes.io/change-cause': `cause ${revision}` },
    ownerReferences: [owner],
  },
  revision,
  data: JSON.parse(
    JSON.stringify({ spec: { template: template(`nginx:${revision}`) } }),
  ) as ControllerRevision['data'] & object,
  ...more,
});

test('ControllerRevisions are read oldest first, as plain templates', () => {
  const read = formerRevisions([former(2), former(1)], owner);
  expect(read.map(({ name, number, cause }) => `${name} ${number} ${cause ?? ''}`)).toEqual([
    'web-1 1 cause 1',
    'web-2 2 cause 2',
  ]);
  expect(read[0]?.template).toEqual({
    metadata: { labels: { app: 'nginx' } },
    spec: { containers: [{ name: 'nginx', image: 'nginx:1' }] },
  });
});

test('those of others, and what holds no template, are none', () => {
  const others = former(3, { metadata: { ...former(3).metadata, ownerReferences: [{ ...owner, uid: 'other' }] } });
  expect(formerRevisions([others, former(4, { data: {} })], owner)).toEqual([]);
});

test('a former template becomes a revision with its number and cause, found by the name that pods have on them', () => {
  const [one] = formerRevisions([former(1)], owner);
  if (one === undefined) throw new Error('there is one');
  const made = revisionOfFormer(one, { set: webSet(), isPresent: false }, ref, record);
  expect([revisionNumber(made), changeCause(made), revisionTemplate(made)]).toEqual([1, 'cause 1', one.template]);
  expect(made.metadata.ownerReferences).toEqual([record]);
  expect(hashesByFormer([made])).toEqual(new Map([['web-1', revisionHash(one.template)]]));
});

test('the present one is of the template that the set has, whatever its ControllerRevision says', () => {
  const set = webSet();
  const [one] = formerRevisions([former(1)], owner);
  if (one === undefined) throw new Error('there is one');
  const made = revisionOfFormer(one, { set, isPresent: true }, ref, record);
  expect(hashesByFormer([made])).toEqual(new Map([['web-1', revisionHash(set.spec.template)]]));
  expect(changeCause(made)).toBeUndefined();
});
