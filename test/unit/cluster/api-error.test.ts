import { describe, expect, test } from 'vitest';
import { type ApiError, describeApiError, isOfAnother } from '../../../src/cluster/api-error.js';
import type { Status } from '../../../src/petset/kubernetes-status.js';

function refusal(reason: string, message: string, details?: Status['details']): Extract<ApiError, { from: 'server' }> {
  return { from: 'server', code: 400, reason, message, details, retryAfter: undefined };
}

describe('errors are in kubectl’s words', () => {
  test('a refusal', () => {
    expect(describeApiError(refusal('NotFound', 'pods "x" not found'))).toBe(
      'Error from server (NotFound): pods "x" not found',
    );
  });

  test('one without a reason', () => {
    expect(describeApiError(refusal('Unknown', 'oops'))).toBe('Error from server: oops');
  });

  test('not logged in', () => {
    expect(describeApiError(refusal('Unauthorized', 'Unauthorized'))).toBe(
      'error: You must be logged in to the server (Unauthorized)',
    );
  });

  test('one invalid field, and several', () => {
    const cause = (field: string) => ({ field, message: 'Required value' });
    const invalid = (...fields: string[]) =>
      refusal('Invalid', '', { kind: 'Pod', name: 'p', causes: fields.map(cause) });
    expect(describeApiError(invalid('spec.a'))).toBe('The Pod "p" is invalid: spec.a: Required value');
    expect(describeApiError(invalid('spec.a', 'spec.b'))).toBe(
      'The Pod "p" is invalid: \n* spec.a: Required value\n* spec.b: Required value',
    );
  });

  test('no server, and no way to it', () => {
    const none = {
      from: 'connection',
      server: 'localhost:8080',
      message: 'getaddrinfo ENOTFOUND x',
      hasAnswered: false,
    } as const;
    expect(describeApiError({ ...none, code: 'ECONNREFUSED' })).toBe(
      'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
    );
    expect(describeApiError({ ...none, code: 'ENOTFOUND' })).toBe(
      'Unable to connect to the server: getaddrinfo ENOTFOUND x',
    );
  });
});

test('an object that was not the one that was meant is known by every answer that a server has for it', () => {
  const invalid = (field: string) => refusal('Invalid', '', { kind: 'Pod', name: 'p', causes: [{ field }] });
  const others = [{ ...refusal('NotFound', ''), code: 404 }, refusal('Conflict', ''), invalid('metadata.uid')];
  expect(others.map(isOfAnother)).toEqual([true, true, true]);
  const same = [invalid('spec.containers'), refusal('Invalid', ''), refusal('Forbidden', '')];
  expect(same.map(isOfAnother)).toEqual([false, false, false]);
});
