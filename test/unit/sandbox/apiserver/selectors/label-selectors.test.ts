import { describe, expect, it } from 'vitest';

import { formatSelector, selects } from '../../../../../src/sandbox/apiserver/selectors/label-selector.js';
import { parseLabelSelector } from '../../../../../src/sandbox/apiserver/selectors/parse-label-selector.js';
import { matchesAll } from '../../../../../src/sandbox/apiserver/selectors/requirement.js';

const LABELS = { app: 'web', tier: 'front', replica: '3', empty: '' };

describe('a label selector of a request', () => {
  it.each([
    ['app=web', true],
    ['app==web', true],
    ['app=api', false],
    ['app!=api', true],
    ['other!=x', true],
    ['app in (api, web)', true],
    ['app notin (api,web)', false],
    ['other notin (x)', true],
    ['app', true],
    ['!app', false],
    ['! other', true],
    ['empty=', true],
    ['empty in ()', true],
    ['app=web,tier=front', true],
    ['app=web,tier=back', false],
    ['replica>2', true],
    ['replica gt 3', false],
    ['replica<4', true],
    ['app<4', false],
    ['', true],
    // Nobody gave these: every object of JavaScript has them.
    ['constructor', false],
    ['!toString', true],
    ['constructor!=x', true],
  ])('%j: %s', (text, isMatch) => {
    expect(matchesAll(parseLabelSelector(text), LABELS)).toBe(isMatch);
  });

  // Asked of a server of 1.34.
  it.each([
    ['a=b,', "found '', expected: identifier after ','"],
    ['a constructor b', "unable to parse requirement: found 'constructor', expected: in, notin, =, ==, !=, gt, lt"],
    ['=b', "found '=', expected: !, identifier, or 'end of string'"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a>b', "for 'Gt', 'Lt' operators, the value must be an integer"],
    ['-a=b', 'unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of'],
    ['a=-b', 'unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must be'],
  ])('%j is refused: %s', (text, words) => {
    expect(() => parseLabelSelector(text)).toThrow(words);
  });
});

describe('a label selector of an object', () => {
  it.each([
    [{}, true],
    [{ matchLabels: { app: 'web' } }, true],
    [{ matchLabels: { app: 'web', tier: 'back' } }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
    [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
    [undefined, false],
    [null, false],
  ])('%j: %s', (selector, isMatch) => {
    expect(selects(selector, LABELS)).toBe(isMatch);
  });

  it('is written as kubectl shows it', () => {
    const matchExpressions = [
      { key: 'b', operator: 'NotIn', values: ['y', 'x'] },
      { key: 'd', operator: 'DoesNotExist' },
      { key: 'c', operator: 'Exists' },
    ];
    expect(formatSelector({ matchLabels: { a: '1' }, matchExpressions })).toBe('a=1,b notin (x,y),c,!d');
    expect([formatSelector({}), formatSelector(undefined)]).toEqual(['<none>', '<none>']);
  });
});
