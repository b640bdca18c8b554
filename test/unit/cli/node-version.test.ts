import { expect, test } from 'vitest';
import { complaintAboutNode } from '../../../src/cli/node-version.js';

test.each(['18.20.8', '20.9.0', '20.18.3', '8.17.0'])('Node %s is too old', (version) => {
  expect(complaintAboutNode(version, '>=20.19')).toBe(
    `error: kubectl petset needs Node.js 20.19 or newer, and this is ${version}\n`,
  );
});

test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0', '100.0.0'])('Node %s is not', (version) => {
  expect(complaintAboutNode(version, '>=20.19')).toBeUndefined();
});
