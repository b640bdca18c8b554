import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.js';
import { runCommand } from '../../fixtures/world.js';

const GLOBAL = 'kubectl petset -h lists the flags that all commands have.\n';

describe('the help of a command says where the flags are that all commands have', () => {
  test.each(COMMANDS.map(({ usage }) => usage.split(' ')[0] ?? ''))('%s', async (name) => {
    const { code, stdout } = await runCommand([name, '-h']);
    expect(code).toBe(0);
    expect(stdout.endsWith(GLOBAL)).toBe(true);
    expect(stdout).not.toContain('COMMAND -h');
  });
});

test('and the overview lists them, and where more is said of each command', async () => {
  const { stdout } = await runCommand(['-h']);
  expect(stdout).toContain('--request-timeout');
  expect(stdout.endsWith('kubectl petset COMMAND -h tells more about a command.\n')).toBe(true);
});

describe('whoever has to wait for somebody else who reconciles may take the set over, as is said then', () => {
  const reconciling = COMMANDS.filter(({ options }) => 'wait' in options && 'timeout' in options);
  test.each(reconciling.map(({ usage, options }) => [usage.split(' ')[0] ?? '', options] as const))(
    '%s',
    (_, options) => {
      expect(options).toHaveProperty('takeover');
    },
  );
});
