import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { load } from 'js-yaml';
import { Failure } from '../petset/failure.js';
import { KUBERNETES_SCHEMA } from './yaml-schema.js';

/** How a server is reached. What is in a file (`caFile`) does not count where it is there itself (`caData`, in base64). */
export interface Cluster {
  readonly name: string;
  readonly server: string | undefined;
  readonly caFile?: string | undefined;
  readonly caData?: string | undefined;
  readonly tlsServerName?: string | undefined;
  readonly skipTLSVerify?: boolean | undefined;
  readonly proxyUrl?: string | undefined;
}

/** Who we are to a server. */
export interface User {
  readonly name: string;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly certData?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly keyData?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Whom to impersonate. */
  readonly as?: string | undefined;
  /** A program that gets credentials, as it is written. */
  readonly exec?: unknown;
  /** The older way to have them got, as it is written. */
  readonly authProvider?: unknown;
}

export interface Context {
  readonly name: string;
  readonly cluster: string;
  readonly user: string | undefined;
  readonly namespace: string | undefined;
}

/** A kubeconfig, or what several say together. */
export interface KubeConfig {
  readonly clusters: readonly Cluster[];
  readonly users: readonly User[];
  readonly contexts: readonly Context[];
  readonly currentContext: string | undefined;
}

/** Paths in it are from where it is. Throws a `Failure` where it cannot be read. Source of the names: client-go, tools/clientcmd/api/v1. */
export function readKubeConfig(file: string): KubeConfig {
  try {
    const written = fieldsOf(parse(readFileSync(file, 'utf8')));
    const at = (path: string | undefined): string | undefined => path && resolve(dirname(file), path);
    return {
      clusters: entriesOf(written, 'clusters').map(({ name, of }) => clusterOf(name, fieldsOf(of.cluster), at)),
      users: entriesOf(written, 'users').map(({ name, of }) => userOf(name, fieldsOf(of.user), at)),
      contexts: entriesOf(written, 'contexts').map(({ name, of }) => contextOf(name, fieldsOf(of.context))),
      currentContext: text(written['current-context']),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Failure(`error: stat ${file}: no such file or directory`);
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Failure(`error: error loading config file "${file}": ${why ?? ''}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function parse(written: string): unknown {
  if (written.trim() === '') return {};
  return load(written, { schema: KUBERNETES_SCHEMA });
}

function clusterOf(name: string, fields: Fields, at: (path: string | undefined) => string | undefined): Cluster {
  return {
    name,
    server: text(fields.server)?.replace(/\/$/, ''),
    caFile: at(text(fields['certificate-authority'])),
    caData: text(fields['certificate-authority-data']),
    tlsServerName: text(fields['tls-server-name']),
    skipTLSVerify: fields['insecure-skip-tls-verify'] === true,
    proxyUrl: text(fields['proxy-url']),
  };
}

function userOf(name: string, fields: Fields, at: (path: string | undefined) => string | undefined): User {
  return {
    name,
    token: text(fields.token),
    tokenFile: at(text(fields.tokenFile)),
    certFile: at(text(fields['client-certificate'])),
    certData: text(fields['client-certificate-data']),
    keyFile: at(text(fields['client-key'])),
    keyData: text(fields['client-key-data']),
    username: text(fields.username),
    password: text(fields.password),
    as: text(fields.as),
    exec: fields.exec ?? undefined,
    authProvider: fields['auth-provider'] ?? undefined,
  };
}

function contextOf(name: string, fields: Fields): Context {
  const { cluster, user, namespace } = fields;
  return { name, cluster: text(cluster) ?? '', user: text(user), namespace: text(namespace) };
}

/** The entries of a list, which have names; a list that is not there has none. */
function entriesOf(written: Fields, list: string): readonly { readonly name: string; readonly of: Fields }[] {
  const entries = written[list] ?? [];
  if (!Array.isArray(entries)) throw new Error(`${list} is no list`);
  return entries.map((entry, index) => {
    const of = fieldsOf(entry);
    const name = text(of.name);
    if (name === undefined) throw new Error(`${list}[${index}].name is missing`);
    return { name, of };
  });
}

function fieldsOf(value: unknown): Fields {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object') throw new Error(`an object is missing where it says ${JSON.stringify(value)}`);
  return value as Fields;
}

/** An empty text is none. A number may be meant as one, as Go's YAML takes it. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
