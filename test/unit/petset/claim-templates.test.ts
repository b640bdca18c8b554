import { describe, expect, test } from 'vitest';
import { describeRefusedChange } from '../../../src/petset/changes-allowed.js';
import {
  grownTemplates,
  problemsWithTemplates,
  smallestSize,
  templateSizes,
} from '../../../src/petset/claim-templates.js';
import type { ClaimSpec } from '../../../src/petset/kubernetes.js';
import type { ClaimTemplate } from '../../../src/petset/petset.js';
import { claim, webSet } from '../../fixtures/sets.js';

const template = (name: string, storage: string, more: Partial<ClaimSpec> = {}): ClaimTemplate => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage } }, ...more },
});
const problems = (...change: Parameters<typeof problemsWithTemplates>): readonly string[] =>
  problemsWithTemplates(...change).map(describeRefusedChange);

describe('claim templates in place of others', () => {
  const present = [template('www', '1Gi'), template('log', '1Gi')];

  test('may be larger, or say the same in other words, or stand in another order', () => {
    expect(problems(present, [template('log', '1024Mi'), template('www', '2Gi')])).toEqual([]);
  });

  test('cannot be smaller', () => {
    expect(problems(present, [template('www', '500Mi'), template('log', '1Gi')])).toEqual([
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage: was "1Gi", is "500Mi" (shrinking a claim is not possible)',
    ]);
  });

  test('cannot be of another class, nor mounted otherwise, nor labelled otherwise', () => {
    const changed = template('www', '2Gi', { storageClassName: 'slow', accessModes: ['ReadWriteMany'] });
    expect(
      problems(present, [{ ...changed, metadata: { name: 'www', labels: { a: 'b' } } }, template('log', '1Gi')]),
    ).toEqual([
      'spec.volumeClaimTemplates[0].metadata.labels: was nothing, is {"a":"b"} (claims that were made from it cannot change)',
      'spec.volumeClaimTemplates[0].spec.accessModes: was ["ReadWriteOnce"], is ["ReadWriteMany"] (claims that were made from it cannot change)',
      'spec.volumeClaimTemplates[0].spec.storageClassName: was "fast", is "slow" (claims that were made from it cannot change)',
    ]);
  });

  test('cannot be more, nor fewer', () => {
    expect(problems(present, [template('www', '1Gi'), template('tmp', '1Gi')])).toEqual([
      'spec.volumeClaimTemplates[1].metadata.name: was "log", is nothing (a set keeps its claim templates)',
      'spec.volumeClaimTemplates[1].metadata.name: was nothing, is "tmp" (its pets have no such claims)',
    ]);
  });

  test('must have a size that is one', () => {
    expect(problems([template('www', '1Gi')], [template('www', 'large')])).toEqual([
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage: was "1Gi", is "large" (that is no size)',
    ]);
  });

  test('a size may be taken back that no claim has yet', () => {
    const change = [[template('www', '9Gi')], [template('www', '2Gi')]] as const;
    const small = [claim('www-web-0', { capacity: '1Gi' }), claim('www-web-1', { capacity: '2Gi' })];
    expect(problems(...change, small)).toEqual([]);
    expect(problems(...change, [...small, claim('www-web-2', { capacity: '3Gi' })])).toHaveLength(1);
    // Nobody knows what it will be given.
    expect(problems(...change, [claim('www-web-2', { capacity: undefined })])).toHaveLength(1);
  });
});

describe('sizes that are asked for', () => {
  test('go to their templates', () => {
    const answer = grownTemplates(webSet(), new Map([['www', '2Gi']]));
    if (!answer.ok) throw new Error(answer.problems.join());
    expect([...templateSizes(answer.set.spec.volumeClaimTemplates)]).toEqual([['www', '2Gi']]);
    expect(problemsWithTemplates(webSet().spec.volumeClaimTemplates, answer.set.spec.volumeClaimTemplates)).toEqual([]);
  });

  test('are told where there is no such template, or the size is none', () => {
    const wrong = new Map([
      ['data', '2Gi'],
      ['www', '0'],
    ]);
    expect(grownTemplates(webSet(), wrong)).toEqual({
      ok: false,
      problems: [
        'petset/web has no claim template data (it has www)',
        '0 is no size for claim template www, such as 2Gi',
      ],
    });
  });
});

test('the smallest size that may be taken back is what the largest claim has, if that is less', () => {
  const set = webSet({ volumeClaimTemplates: [template('www', '4Gi')] });
  const sized = (...capacities: readonly (string | undefined)[]) =>
    capacities.map((capacity, n) => claim(`www-web-${n}`, { capacity }));
  expect(smallestSize(set, 'www', sized('1Gi', '2048Mi', '1Gi'))).toBe('2048Mi');
  expect(smallestSize(set, 'www', sized('1Gi', '4Gi'))).toBeUndefined();
  // Nobody knows what it will be given.
  expect(smallestSize(set, 'www', sized('1Gi', undefined))).toBeUndefined();
  expect(smallestSize(set, 'www', [])).toBeUndefined();
});
