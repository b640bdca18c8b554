import { expect, test } from 'vitest';
import { setsOfClaim, setsOfLease, setsOfPod, setsOfRecord, setsOfRevision } from '../../../src/petset/concerns.js';
import { claimIdentity, petOrdinal, recordName, revisionName } from '../../../src/petset/identity.js';
import type { Pod } from '../../../src/petset/kubernetes.js';

const named = (name: string): { apiVersion: string; kind: string; metadata: { name: string } } => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name },
});
const pod = (name: string, ...claims: readonly string[]): Pod => ({
  ...named(name),
  spec: {
    containers: [],
    volumes: [
      { name: 'scratch' },
      ...claims.map((claimName) => ({ name: 'data', persistentVolumeClaim: { claimName } })),
    ],
  },
});
const claim = (name: string): Parameters<typeof setsOfClaim>[0] => ({ ...named(name), spec: {} });

test.each([
  ['web-0', ['web']],
  ['my-web-12', ['my-web']],
  ['web-0-0', ['web-0']],
  ['web-01', []],
  ['web', []],
  ['-0', []],
  ['web-7d9f-xk2cd', []],
])('the pod %s has the name of a pet of %j', (name, sets) => {
  expect(setsOfPod(pod(name))).toEqual(sets);
  for (const set of sets) expect(petOrdinal(set, name)).toBeDefined();
});

test('a pod concerns all sets whose claims it may mount, each once', () => {
  expect(setsOfPod(pod('debugger', 'www-my-web-3', 'data-web-0'))).toEqual(['my-web', 'web']);
});

test.each([
  ['www-web-0', 'web', 'www'],
  ['www-my-web-0', 'my-web', 'www'],
  ['www-my-web-0', 'web', 'www-my'],
  ['www-web-0-1', 'web-0', 'www'],
])('the claim %s may be of %s', (name, set, template) => {
  expect(claimIdentity(set, [template], name)).toBeDefined();
  expect(setsOfClaim(claim(name))).toContain(set);
});

test.each(['web-0', 'www-web', 'www-web-01', 'backup'])('the claim %s is of no set', (name) => {
  expect(setsOfClaim(claim(name))).toEqual([]);
});

test('a record, its lease and its revisions are told apart by their names', () => {
  const [record, revision] = [named(recordName('web')), named(revisionName('web', 'abc'))];
  expect([setsOfRecord(record), setsOfRevision(record), setsOfLease(record)]).toEqual([['web'], [], ['web']]);
  expect([setsOfRecord(revision), setsOfRevision(revision)]).toEqual([[], ['web']]);
  expect([setsOfRecord(named('petset-')), setsOfRecord(named('nginx'))]).toEqual([[], []]);
});
