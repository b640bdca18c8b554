import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';

import { kubeconfig } from '../../../src/sandbox/kubeconfig.js';

const address = { secureUrl: 'https://127.0.0.1:4000', certificate: 'PEM' };

describe('a kubeconfig', () => {
  it('is ready to use', () => {
    expect(load(kubeconfig(address, { name: 'admin', token: 't' }))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        { name: 'petset-sandbox', cluster: { server: address.secureUrl, 'certificate-authority-data': 'UEVN' } },
      ],
      users: [{ name: 'admin', user: { token: 't' } }],
      contexts: [{ name: 'petset-sandbox', context: { cluster: 'petset-sandbox', user: 'admin' } }],
      'current-context': 'petset-sandbox',
    });
  });

  it('has a context of its own for another user, in the namespace of that one', () => {
    expect(load(kubeconfig(address, { name: 'dev', token: 't', namespace: 'rec' }))).toMatchObject({
      contexts: [{ name: 'dev@petset-sandbox', context: { user: 'dev', namespace: 'rec' } }],
      'current-context': 'dev@petset-sandbox',
    });
  });
});
