import { describe, expect, test } from 'vitest';
import { readGates } from '../../../src/commands/gate-flags.js';

describe('the flags of gates', () => {
  test('say nothing unless there is one', () => {
    expect(readGates({ wait: true })).toBeUndefined();
  });

  test('say what runs, and where', () => {
    const gates = readGates({
      verify: 'pg_isready -q',
      'pre-delete-exec': 'drain now',
      'pre-delete-container': 'db',
      'cluster-domain': 'example.org',
    });
    expect(gates?.commands.get('verify')).toEqual({ words: ['pg_isready', '-q'], where: 'here', container: undefined });
    expect(gates?.commands.get('pre-delete')).toEqual({ words: ['drain', 'now'], where: 'in-pet', container: 'db' });
    expect(gates?.clusterDomain).toBe('example.org');
  });

  test.each([
    [{ verify: 'true', wait: false }, '--verify cannot be used with --no-wait'],
    [{ 'pre-delete-exec': 'true', verify: 'true', wait: false }, '--verify and --pre-delete-exec cannot be used with'],
    [{ verify: 'true', 'verify-exec': 'true' }, '--verify and --verify-exec cannot be used together'],
    [{ verify: 'true', 'verify-container': 'db' }, '--verify-container is for --verify-exec'],
    [{ 'pre-delete-container': 'db' }, '--pre-delete-container is for --pre-delete-exec'],
    [{ verify: '"" --now' }, 'invalid argument """ --now" for "--verify" flag: must be a command'],
    [{ verify: '' }, 'invalid argument "" for "--verify" flag: must be a command'],
    [{ 'verify-exec': "sh -c 'x" }, `invalid argument "sh -c 'x" for "--verify-exec" flag: has a ' that is not closed`],
  ])('%j makes no sense', (args, words) => {
    expect(() => readGates(args)).toThrow(words);
  });
});
