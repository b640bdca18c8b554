import { describe, expect, it } from 'vitest';

import { readTarget } from '../../../../../src/sandbox/apiserver/http/target.js';

describe('the target of a request', () => {
  it.each([
    ['/api/v1/pods?watch=1', '/api/v1/pods', 'watch=1'],
    ['/api?a=b?c', '/api', 'a=b%3Fc'],
    ['/', '/', ''],
    ['//', '//', ''],
    ['/a%20b', '/a%20b', ''],
    ['http://127.0.0.1:80/version?x', '/version', 'x='],
    ['http://127.0.0.1:80', '/', ''],
  ])('%s', (target, path, query) => {
    const read = readTarget(target);
    expect([read?.path, read?.query.toString()]).toEqual([path, query]);
  });

  it('that is not escaped is none', () => {
    expect(readTarget('/api/%zz')).toBeUndefined();
  });
});
