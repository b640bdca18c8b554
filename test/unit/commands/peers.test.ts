import { expect, test } from 'vitest';
import { runCommand } from '../../fixtures/world.js';

test.each([
  [['--on-change', 'cat', '-w'], '--output and --watch cannot be used with --on-start and --on-change'],
  [['--on-start', 'cat', '-o', 'json'], '--output and --watch cannot be used with --on-start and --on-change'],
  [['--shell'], '--shell is for --on-start and --on-change'],
  [['--on-start', "sh -c 'x"], `invalid argument "sh -c 'x" for "--on-start" flag: has a ' that is not closed`],
  [['--shell', '--on-start', ' '], 'invalid argument " " for "--on-start" flag: must be a command'],
  [['-o', 'yaml'], 'allowed formats are: name,wide,srv,json'],
])('peers cannot be asked for with %j', async (words, why) => {
  const { code, stderr } = await runCommand(['peers', 'web', ...words]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(why) as string });
});
