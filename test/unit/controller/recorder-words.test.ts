import { describe, expect, test } from 'vitest';
import type { ApiError } from '../../../src/cluster/api-error.js';
import { brakeOf, courseWords, endingWords, stepWords, waitingWords } from '../../../src/controller/recorder-words.js';
import type { Operation } from '../../../src/controller/operation.js';
import type { Step } from '../../../src/controller/step.js';
import { claim, pet } from '../../fixtures/sets.js';

const line = (step: Step, refusal?: ApiError): string | undefined => {
  const words = stepWords(step, 'web', refusal);
  return words && `${words.type} ${words.reason} ${words.message}`;
};

function refusal(code: number, reason: string, message: string): ApiError {
  return { from: 'server', code, reason, message, details: undefined, retryAfter: undefined };
}

describe('a step', () => {
  test.each<[Step, string]>([
    [{ do: 'create-pet', ordinal: 0, revision: 'a', braked: false }, 'Normal SuccessfulCreate pet: web-0'],
    [{ do: 'create-claim', template: 'www', ordinal: 0 }, 'Normal SuccessfulCreate pvc: www-web-0'],
    [{ do: 'delete-pet', pet: pet(2), because: 'condemned' }, 'Normal SuccessfulDelete pet: web-2'],
    [{ do: 'evict-pet', pet: pet(2), because: 'outdated' }, 'Normal SuccessfulDelete pet: web-2 (outdated)'],
    [{ do: 'delete-claim', claim: claim('www-web-1') }, 'Normal SuccessfulDelete pvc: www-web-1'],
    [{ do: 'grow-claim', claim: claim('www-web-1'), size: '2Gi' }, 'Normal SuccessfulUpdate pvc: www-web-1 (to 2Gi)'],
    [{ do: 'patch-pet', pet: pet(1), braked: false }, 'Normal SuccessfulUpdate pet: web-1 (in place)'],
    [{ do: 'adopt-pet', pet: pet(1) }, 'Normal SuccessfulAdopt pet: web-1'],
    [{ do: 'delete-record', pets: 'go' }, 'Normal SuccessfulDelete petset: web'],
  ])('%o is told as %s', (step, told) => {
    expect(line(step)).toBe(told);
  });

  test('names the pod that it is done to, since the next one has the same name', () => {
    const words = stepWords({ do: 'delete-pet', pet: pet(2), because: 'outdated' }, 'web', undefined);
    expect(words?.related).toEqual({ apiVersion: 'v1', kind: 'Pod', name: 'web-2', uid: 'uid-of-web-2' });
  });

  const CREATE: Step = { do: 'create-pet', ordinal: 0, revision: 'a', braked: false };

  test('that is refused is told with the server’s words, as in 1.3', () => {
    const quota = refusal(403, 'Forbidden', 'pods "web-0" is forbidden: exceeded quota: pods');
    expect(line(CREATE, quota)).toBe(
      'Warning FailedCreate pet: web-0, error: pods "web-0" is forbidden: exceeded quota: pods',
    );
  });

  test('that is only bookkeeping is told where it fails', () => {
    expect(line({ do: 'create-revision' })).toBeUndefined();
    expect(line({ do: 'create-revision' }, refusal(403, 'Forbidden', 'no'))).toBe(
      'Warning FailedCreate revision of petset: web, error: no',
    );
  });

  test('that a server is too busy for is no event; one that fails in a webhook is', () => {
    expect(line(CREATE, refusal(429, 'TooManyRequests', 'later'))).toBeUndefined();
    expect(line(CREATE, refusal(503, 'ServiceUnavailable', 'later'))).toBeUndefined();
    expect(line(CREATE, refusal(500, 'InternalError', 'failed calling webhook "x"'))).toContain('webhook "x"');
    const reset = { from: 'connection', server: 's', code: 'ECONNRESET', message: 'reset', hasAnswered: true } as const;
    expect(line(CREATE, reset)).toBeUndefined();
  });
});

describe('a course', () => {
  const course = (kind: Operation['kind'], revision = 'new'): Operation & { revision: string } => ({
    kind,
    revision,
    left: 2,
    total: 3,
    paused: false,
  });
  const reasons = (...args: Parameters<typeof courseWords>): readonly string[] =>
    courseWords(...args).map(({ reason, message }) => `${reason} ${message}`);

  test('that is a roll-out is told when it begins, and when all pets are there', () => {
    expect(reasons(course('rest', 'old'), course('roll-out'))).toEqual([
      'RollingOut revision: new, pets to go: 2 of 3',
    ]);
    expect(reasons(course('roll-out'), course('roll-out'))).toEqual([]);
    expect(reasons(course('roll-out'), course('rest'))).toEqual(['RolledOut revision: new']);
  });

  test('that turns to another template, or back, has not rolled out the former one', () => {
    expect(reasons(course('roll-out'), course('roll-out', 'newer'))).toEqual([
      'RollingOut revision: newer, pets to go: 2 of 3',
    ]);
    expect(reasons(course('roll-out'), course('rest', 'old'))).toEqual([]);
  });

  test('that ends the set is told with what goes, and nothing else is', () => {
    expect(reasons(course('roll-out'), course('clean'))).toEqual([
      'TearingDown its pets go, then its claims, then the set',
    ]);
    expect(reasons(undefined, course('fill'))).toEqual([]);
  });
});

test('why a pet does not get on is a warning by its cause, told apart by pet', () => {
  const diagnosis = {
    cause: 'Unschedulable',
    short: 'unschedulable',
    message: 'cannot be scheduled: no node',
    next: { words: [], namespace: 'n' },
  };
  const words = waitingWords({ on: { for: 'ready', pet: pet(1) }, overdue: true, diagnosis });
  expect(words).toMatchObject({
    type: 'Warning',
    reason: 'Unschedulable',
    message: 'pet: web-1 cannot be scheduled: no node',
  });
  const other = waitingWords({ on: { for: 'ready', pet: pet(2) }, overdue: true, diagnosis });
  expect(other?.cause).not.toBe(words?.cause);
  expect(waitingWords({ on: { for: 'ready', pet: pet(1) }, overdue: true, diagnosis: undefined })).toBeUndefined();
  const passing = { ...diagnosis, mayPass: true } as const;
  expect(waitingWords({ on: { for: 'ready', pet: pet(1) }, overdue: true, diagnosis: passing })?.type).toBe('Normal');
});

test('a budget that lets a pet not go is a warning, in its words', () => {
  const on = { for: 'budget', pet: pet(1), why: 'The disruption budget web needs 2 healthy pods' } as const;
  expect(waitingWords({ on, overdue: false, diagnosis: undefined })).toMatchObject({
    reason: 'DisruptionBudget',
    message: 'pet: web-1 may not be evicted: The disruption budget web needs 2 healthy pods',
  });
});

test('a brake is that of a pet or of the record', () => {
  expect(brakeOf({ for: 'resume', pet: pet(1) })).toBe('pod/web-1');
  expect(brakeOf({ for: 'resume-set', record: 'configmap/petset-web' })).toBe('configmap/petset-web');
  expect(brakeOf({ for: 'ready', pet: pet(1) })).toBeUndefined();
});

test('an end is told of where something is in the way, or did not pass a gate', () => {
  expect(endingWords({ kind: 'settled' })).toBeUndefined();
  const obstacle = { object: 'pod/web-0', problem: 'belongs to StatefulSet/web' };
  expect(endingWords({ kind: 'stuck', obstacle })).toMatchObject({
    type: 'Warning',
    reason: 'Stuck',
    message: 'pod/web-0 belongs to StatefulSet/web',
  });
  const failure = { gate: 'verify', pet: pet(1), problem: 'exit code 3' } as const;
  expect(endingWords({ kind: 'held-up', failure })).toMatchObject({
    reason: 'FailedVerify',
    message: 'pet: web-1, error: exit code 3',
  });
});
