import { expect, test } from 'vitest';
import { proxyFor } from '../../../src/cluster/proxy.js';

const PROXY = 'http://proxy:3128';

test.each<[server: string, env: Record<string, string>, proxy: string | undefined]>([
  ['https://api.example.com:6443', {}, undefined],
  ['https://api.example.com:6443', { HTTPS_PROXY: PROXY }, PROXY],
  ['https://api.example.com:6443', { https_proxy: PROXY }, PROXY],
  ['https://api.example.com:6443', { HTTPS_PROXY: 'proxy:3128' }, PROXY],
  ['https://api.example.com:6443', { HTTPS_PROXY: 'socks5://proxy:1080' }, 'socks5://proxy:1080'],
  ['https://api.example.com:6443', { HTTP_PROXY: PROXY }, undefined],
  ['http://api.example.com', { HTTP_PROXY: PROXY }, PROXY],
  ['https://localhost:6443', { HTTPS_PROXY: PROXY }, undefined],
  ['https://127.0.0.9:6443', { HTTPS_PROXY: PROXY }, undefined],
  ['https://[::1]:6443', { HTTPS_PROXY: PROXY }, undefined],
  ['https://api.example.com:6443', { HTTPS_PROXY: '', https_proxy: PROXY }, PROXY],
  ['http://api.example.com', { HTTP_PROXY: '', http_proxy: PROXY }, PROXY],
  ['https://api.example.com:6443', { HTTPS_PROXY: PROXY, NO_PROXY: '', no_proxy: 'example.com' }, undefined],
  ['https://api.example.com:6443', { HTTPS_PROXY: '', https_proxy: '' }, undefined],
  ['http://[', { HTTP_PROXY: PROXY }, undefined],
])('%s with %j: %s', (server, env, proxy) => {
  expect(proxyFor(server, env)).toBe(proxy);
});

test.each<[server: string, exceptions: string, isProxied: boolean]>([
  ['https://api.example.com:6443', '*', false],
  ['https://api.example.com:6443', 'other.com, example.com', false],
  ['https://API.example.com:6443', 'api.Example.com', false],
  ['https://example.com:6443', '.example.com', true],
  ['https://api.example.com:6443', '*.example.com', false],
  ['https://badexample.com:6443', 'example.com', true],
  ['https://api.example.com:6443', 'example.com:6443', false],
  ['https://api.example.com:6443', 'example.com:443', true],
  ['https://api.example.com', 'example.com:443', false],
  ['https://10.1.2.3:6443', '10.0.0.0/8', false],
  ['https://10.1.2.3:6443', '10.1.2.3', false],
  ['https://11.1.2.3:6443', '10.0.0.0/8', true],
  ['https://api.example.com:6443', '10.0.0.0/8,fd00::/8,10.0.0.0/99', true],
  ['https://[fd00::5]:6443', 'fd00::/8', false],
  ['https://[fd00::5]:6443', 'fd00::5', false],
])('%s and NO_PROXY=%s', (server, exceptions, isProxied) => {
  expect(proxyFor(server, { HTTPS_PROXY: PROXY, NO_PROXY: exceptions })).toBe(isProxied ? PROXY : undefined);
});
