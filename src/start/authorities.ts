import type * as Https from 'node:https';
import { devNull } from 'node:os';
import type { SecureContext, SecureContextOptions } from 'node:tls';
import { readExtraAuthorities } from './extra-authorities.js';

/** The variables of the environment, which are changed. */
type Environment = Record<string, string | undefined>;

/** What of Node's module is replaced. */
interface Tls {
  createSecureContext: (options?: SecureContextOptions) => SecureContext;
  readonly rootCertificates: readonly string[];
}

/** Whom a Node was built to trust: those of its makers, those of the system (as distributions build it), or both. */
export type Store = 'bundled' | 'system' | 'both';

export interface Surroundings {
  readonly env: Environment;
  readonly store: Store;
  /** Loads what is Node's own. */
  readonly load: (name: string) => unknown;
  readonly tell: (warning: string) => void;
}

/** What makes connections that nobody has given authorities. */
const TALKS = /^(?:node:)?(?:tls|https|http2)$/;
/** Where OpenSSL looks for authorities of its own. */
const OF_OPENSSL = ['SSL_CERT_FILE', 'SSL_CERT_DIR'];

/**
 * Gives the variable that the launcher took away its name back, as children are to find it. Answers with the file that it
 * names, or an empty text; nothing where it was not our launcher that started us.
 */
export function giveBack(env: Environment): string | undefined {
  // Empty where NODE_EXTRA_CA_CERTS was not set.
  const file = env.PETSET_EXTRA_CA_CERTS;
  if (file === undefined) return undefined;
  delete env.PETSET_EXTRA_CA_CERTS;
  if (file !== '') env.NODE_EXTRA_CA_CERTS = file;
  return file;
}

/**
 * Node 20 parses its own 140 authorities with the first connection, and with NODE_EXTRA_CA_CERTS those of its file as
 * well, and at every start; yet a kubeconfig nearly always names the one that counts. So the launcher has Node's
 * own be those of OpenSSL, which are made none here, and whoever names none is given here what Node would have.
 * Answers with how to load what is Node's own.
 */
export function withAuthorities(file: string, surroundings: Surroundings): (name: string) => unknown {
  const { load } = surroundings;
  let isReady = false;
  const getReady = (): void => {
    if (isReady) return;
    isReady = true;
    replace(load('node:tls') as Tls, file, surroundings);
  };
  const { fetch } = globalThis;
  globalThis.fetch = (...request) => {
    getReady();
    return fetch(...request);
  };
  return (name) => {
    if (TALKS.test(name)) getReady();
    return load(name);
  };
}

/** Source: Node's configure.py, `--openssl-use-def-ca-store` and `--openssl-system-ca-path`. */
export function storeOf({ target_defaults, variables }: NodeJS.ProcessConfig): Store {
  if (target_defaults.defines.includes('NODE_OPENSSL_CERT_STORE')) return 'system';
  return 'openssl_system_ca_path' in variables ? 'both' : 'bundled';
}

/** All of Node makes its contexts with this one function: https, fetch, and whatever else connects with TLS. */
function replace(tls: Tls, file: string, { env, store, load, tell }: Surroundings): void {
  const create = tls.createSecureContext;
  const withoutOpenSsl = <T>(make: () => T): T => (store === 'system' ? make() : without(OF_OPENSSL, env, make));
  let isFirst = true;
  const createOwn = (options: SecureContextOptions): SecureContext => {
    if (!isFirst) return create(options);
    // Node makes the store of its own authorities with the first context, and keeps it.
    isFirst = false;
    return withoutOpenSsl(() => create(options));
  };
  let extra: readonly string[] | undefined;
  const createUsual = (options: SecureContextOptions): SecureContext => {
    extra ??= file === '' ? [] : readExtraAuthorities(file, tell);
    const given = store === 'system' ? extra : [...tls.rootCertificates, ...extra];
    if (store === 'bundled') return createOwn({ ...options, ca: [...given] });
    return withoutOpenSsl(() => trustedMore(create(options), given));
  };
  // To parse so many for every connection costs more than the connection does. By such a name Node itself knows them apart.
  const { Agent } = load('node:https') as typeof Https;
  const agent = new Agent();
  const usual = new Map<string, SecureContext>();
  tls.createSecureContext = (options = {}) => {
    if (options.ca) return createOwn(options);
    const name = agent.getName(options);
    const context = usual.get(name) ?? createUsual(options);
    usual.set(name, context);
    return context;
  };
}

/** What the system trusts cannot be added to in a documented way; this one is as old as Node. */
function trustedMore(context: SecureContext, authorities: readonly string[]): SecureContext {
  const native = context.context as { addCACert: (certificate: string) => void };
  for (const each of authorities) native.addCACert(each);
  return context;
}

/** Does something while variables name a file in which nothing is. */
function without<T>(names: readonly string[], env: Environment, make: () => T): T {
  const before = names.map((name) => [name, env[name]] as const);
  for (const name of names) env[name] = devNull;
  try {
    return make();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(env, name);
      else env[name] = value;
    }
  }
}
