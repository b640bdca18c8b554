import { describe, expect, it } from 'vitest';

import { kubeletAddress } from '../../../../src/sandbox/apiserver/subresources/log.js';
import { nodeObject } from '../../../../src/sandbox/controllers/kubelet/node-object.js';

const addressOf = (address: string): string =>
  kubeletAddress(nodeObject({ name: 'n', address, port: 80 }, '2026-01-01T00:00:00Z'));

describe('the address of a kubelet', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1:80'],
    ['127.1.2.3', '127.1.2.3:80'],
    ['::1', '[::1]:80'],
  ])('%s is dialed', (address, dialed) => {
    expect(addressOf(address)).toBe(dialed);
  });

  it.each([
    '10.0.0.1',
    '',
    'localhost',
    'example.org',
    '::2',
    '127.0.0.1@example.org',
    '127.0.0.1:1/x',
    '::ffff:10.0.0.1',
  ])('%s is not', (address) => {
    const words = `node n has the address "${address}": the embedded cluster asks kubelets at loopback addresses only`;
    expect(() => addressOf(address)).toThrow(words);
  });
});
