import { expect, test } from 'vitest';
import { runCommand } from '../../fixtures/world.js';

test.each([
  [[], 'error: you must specify at least one command for the container\n'],
  [['--'], 'error: you must specify at least one command for the container\n'],
  [['ls'], 'error: unexpected arguments: [ls]\n'],
  [['-i', '--', 'sh'], 'error: unknown flag: -i\n'],
  [['--pets', 'web-0', '--', 'ls'], 'must be ordinals and ranges of them'],
])('exec cannot be asked for with %j', async (words, why) => {
  const { code, stderr } = await runCommand(['exec', 'web', ...words]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(why) as string });
});
