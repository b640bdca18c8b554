import { expect, test } from 'vitest';
import { bundledFolders, licensesOf } from '../../../scripts/release/licenses.mjs';

const free = { name: 'free', version: '1.0.0', license: 'MIT', text: 'Do as you like.\n' };

test('each package is listed once, with the text of its licence', () => {
  const text = licensesOf([{ ...free, name: 'later' }, free, free]);
  expect(text).toContain('\n\nfree 1.0.0 (MIT)\nlater 1.0.0 (MIT)\n\n---');
  expect(text.match(/Do as you like/g)).toHaveLength(2);
});

test('what is under another licence, or has no text, is not bundled', () => {
  expect(() =>
    licensesOf([
      free,
      { ...free, name: 'copyleft', license: 'GPL-3.0-only' },
      { ...free, name: 'none', license: 'none' },
      { ...free, name: 'mute', text: '' },
    ]),
  ).toThrow('these may not be bundled:\ncopyleft: GPL-3.0-only\nmute: MIT, without a text\nnone: none');
});

test('what is bundled is what has bytes in an output, in whatever folder it lies', () => {
  const inputs = {
    'src/main.ts': { bytesInOutput: 9 },
    'node_modules/yargs/index.mjs': { bytesInOutput: 9 },
    'node_modules/yargs/build/lib/a.js': { bytesInOutput: 9 },
    'node_modules/yargs/node_modules/string-width/index.js': { bytesInOutput: 9 },
    'node_modules/shaken/off.js': { bytesInOutput: 0 },
    '../elsewhere/node_modules/@scope/name/dist/it.js': { bytesInOutput: 9 },
  };
  expect(bundledFolders({ outputs: { 'dist/a.js': { inputs } } })).toEqual([
    'node_modules/yargs',
    'node_modules/yargs/node_modules/string-width',
    '../elsewhere/node_modules/@scope/name',
  ]);
});
