import { expect, test } from 'vitest';
import { commandAgain } from '../../../../src/commands/rehearse/again.js';
import type { Command } from '../../../../src/commands/command.js';

const scale: Command = {
  usage: 'scale <NAME>',
  group: 'Basic',
  describe: '',
  examples: [],
  options: {
    replicas: { type: 'string', describe: '' },
    wait: { type: 'boolean', default: true, describe: '' },
    yes: { type: 'boolean', describe: '' },
    timeout: { type: 'string', default: '0s', describe: '' },
    rehearse: { type: 'boolean', describe: '' },
  },
  run: () => Promise.resolve(0),
};

test('the command is told as it was typed, without what is so anyway and without what makes it a rehearsal', () => {
  const args = { NAME: 'web', replicas: '5', wait: true, yes: true, timeout: '0s', rehearse: true };
  expect(commandAgain(scale, args, 'db')).toBe('kubectl petset scale web --replicas=5 --yes -n db');
});
