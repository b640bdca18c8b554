import type { SecureContextOptions } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { giveBack, type Store, storeOf, withAuthorities } from '../../../src/start/authorities.js';

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

describe('the variable that the launcher took away', () => {
  test.each([
    [{ HOME: '/' }, undefined, { HOME: '/' }],
    [{ PETSET_EXTRA_CA_CERTS: '' }, '', {}],
    [{ PETSET_EXTRA_CA_CERTS: '/a' }, '/a', { NODE_EXTRA_CA_CERTS: '/a' }],
    [{ NODE_EXTRA_CA_CERTS: '/b' }, undefined, { NODE_EXTRA_CA_CERTS: '/b' }],
  ])('%j', (env: Record<string, string>, file, expected) => {
    expect(giveBack(env)).toBe(file);
    expect(env).toEqual(expected);
  });
});

test('whom a Node trusts is read off how it was built', () => {
  const built = (define: string, variables = {}): Store => {
    const { config } = process;
    return storeOf({
      target_defaults: { ...config.target_defaults, defines: [define] },
      variables: { ...config.variables, ...variables },
    });
  };
  expect(built('NODE_OPENSSL_CERT_STORE')).toBe('system');
  expect(built('', { openssl_system_ca_path: '/etc/pki/tls/certs/ca-bundle.crt' })).toBe('both');
  expect(built('')).toBe('bundled');
});

describe('who names no authorities is given those that Node would have', () => {
  let env: Record<string, string | undefined>;
  /** What each context was made of: options, OpenSSL's own file, and what came later. */
  let made: unknown[];
  let tls: { createSecureContext: (options?: SecureContextOptions) => unknown; rootCertificates: string[] };
  beforeEach(() => {
    env = { SSL_CERT_FILE: 'of the system' };
    made = [];
    tls = {
      createSecureContext: ({ ca, cert } = {}) => {
        const more: string[] = [];
        made.push({ ca, cert, file: env.SSL_CERT_FILE, dir: env.SSL_CERT_DIR, more });
        return { context: { addCACert: (each: string) => void more.push(each) } };
      },
      rootCertificates: ['root'],
    };
  });

  /** Node's modules, as the program gets them. */
  function load(store: Store): (name: string) => unknown {
    class Agent {
      getName = ({ cert }: SecureContextOptions): string => String(cert);
    }
    const modules: Readonly<Record<string, unknown>> = { 'node:tls': tls, 'node:https': { Agent } };
    return withAuthorities('', { env, store, load: (name) => modules[name], tell: () => undefined });
  }

  const FROM_NOWHERE = { file: '/dev/null', dir: '/dev/null' };
  const AS_IT_WAS = { file: 'of the system', dir: undefined };

  test.each<[Store, object, object]>([
    ['bundled', { ca: ['root'], more: [], ...FROM_NOWHERE }, { ca: 'mine', ...AS_IT_WAS }],
    ['both', { ca: undefined, more: ['root'], ...FROM_NOWHERE }, { ca: 'mine', ...FROM_NOWHERE }],
    ['system', { ca: undefined, more: [], ...AS_IT_WAS }, { ca: 'mine', ...AS_IT_WAS }],
  ])('of a store that is %s', (store, usual, named) => {
    load(store)('node:https');
    tls.createSecureContext();
    tls.createSecureContext({ ca: 'mine' });
    expect(made).toMatchObject([usual, named]);
    expect(env).toEqual({ SSL_CERT_FILE: 'of the system' });
  });

  test('once for all connections that are alike', () => {
    load('bundled')('node:tls');
    expect(tls.createSecureContext({})).toBe(tls.createSecureContext({}));
    expect(tls.createSecureContext({ cert: 'me' })).not.toBe(tls.createSecureContext({}));
    expect(made).toHaveLength(2);
  });

  test('nothing is replaced before somebody wants to connect', () => {
    const { createSecureContext } = tls;
    const loadIt = load('bundled');
    loadIt('node:fs');
    expect(tls.createSecureContext).toBe(createSecureContext);
    loadIt('node:http2');
    expect(tls.createSecureContext).not.toBe(createSecureContext);
  });
});
