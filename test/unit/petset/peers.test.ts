import { describe, expect, test } from 'vitest';
import { absentFrom, isFound, sortedNames } from '../../../src/petset/peers.js';
import { NOT_READY, peersFrom, petPod } from '../../fixtures/peers.js';
import { webSet } from '../../fixtures/sets.js';

const ordinals = (...list: readonly number[]) => peersFrom(list.map((ordinal) => petPod(ordinal)));

describe('the peers of a set', () => {
  test('stand in the order of their ordinals', () => {
    expect(ordinals(10, 2, 0).map(({ dnsName }) => dnsName)).toEqual([
      'web-0.nginx.default.svc.cluster.local',
      'web-2.nginx.default.svc.cluster.local',
      'web-10.nginx.default.svc.cluster.local',
    ]);
  });

  test('are found by their names when they are ready, where nobody may look at the service', () => {
    const peers = peersFrom([petPod(0), petPod(1, { status: NOT_READY })], 'unknown');
    expect(peers.map(({ inDns }) => inDns)).toEqual([undefined, undefined]);
    expect(peers.map(isFound)).toEqual([true, false]);
  });
});

test('a command gets the names sorted byte by byte, as from the peer finder', () => {
  const pets = sortedNames(ordinals(0, 1, 2, 9, 10, 11)).map((name) => name.split('.')[0]);
  expect(pets).toEqual(['web-0', 'web-1', 'web-10', 'web-11', 'web-2', 'web-9']);
});

describe('wanted pets that are not there', () => {
  test('are counted, and the lowest of them are named', () => {
    expect(absentFrom(ordinals(0, 3), webSet({ replicas: 8 }).spec)).toEqual({ count: 6, lowest: [1, 2, 4] });
  });

  test('are none where all are there, others beside them or not', () => {
    const reserved = webSet({ replicas: 2, ordinals: { start: 3, reserve: [4] } }).spec;
    expect(absentFrom(ordinals(0, 3, 5), reserved)).toEqual({ count: 0, lowest: [] });
  });
});
