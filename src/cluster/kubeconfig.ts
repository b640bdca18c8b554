import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import type { Cluster, Context, User } from '@kubernetes/client-node/dist/config_types.js';
import { Failure } from '../petset/failure.js';
import { firstOf, proxyFor } from './proxy.js';

/** kubectl's global flags that choose a cluster and a user. */
export interface ClusterFlags {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly cluster?: string | undefined;
  readonly user?: string | undefined;
  readonly namespace?: string | undefined;
  readonly server?: string | undefined;
  readonly token?: string | undefined;
  readonly certificateAuthority?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  readonly tlsServerName?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const IN_CLUSTER_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
/** Where kubectl looks when nobody says anything. */
const NOWHERE = 'http://localhost:8080';

/**
 * The one cluster, user and namespace that the flags and the environment choose, by kubectl's rules: `--kubeconfig`,
 * else the files of KUBECONFIG merged (the first to name something wins), else `~/.kube/config`, else the pod we are in.
 */
export function loadKubeConfig(flags: ClusterFlags, env: Environment): KubeConfig {
  const merged = loadFiles(flags, env);
  const contextName = flags.context ?? merged.currentContext;
  const context = merged.contexts.find(({ name }) => name === contextName);
  if (context === undefined && flags.context !== undefined) {
    throw new Failure(`error: context "${flags.context}" does not exist`);
  }
  if (context === undefined && contextName) {
    throw new Failure(`Error in configuration: context was not found for specified context: ${contextName}`, {
      next: ['choose one of those that there are: kubectl config get-contexts, kubectl config use-context NAME'],
    });
  }
  const chosen = new KubeConfig();
  chosen.loadFromOptions({
    clusters: [throughProxy(chooseCluster(merged.clusters, context, flags), env)],
    users: [chooseUser(merged.users, context, flags)],
    contexts: [{ name: 'chosen', cluster: 'chosen', user: 'chosen', namespace: flags.namespace ?? context?.namespace }],
    currentContext: 'chosen',
  });
  return chosen;
}

/** The name of the context that is in force; nothing where the files have none. */
export function currentContext(
  flags: Pick<ClusterFlags, 'kubeconfig' | 'context'>,
  env: Environment,
): string | undefined {
  return flags.context ?? (loadFiles(flags, env).currentContext || undefined);
}

/** The names that `--context`, `--cluster` and `--user` may have. Throws a `Failure` where there is no kubeconfig to be read. */
export function kubeConfigNames(
  flags: ClusterFlags,
  env: Environment,
): Pick<KubeConfig, 'contexts'> & Readonly<Record<'clusters' | 'users', readonly { readonly name: string }[]>> {
  return loadFiles(flags, env);
}

/** How the credential plugin of a user is to be run; nothing where there is none. What it does not say is client-go's default. */
export function pluginMode(config: KubeConfig): 'Never' | 'IfAvailable' | 'Always' | undefined {
  const user = config.getCurrentUser();
  const old = (user?.authProvider as { readonly config?: { readonly exec?: unknown } } | undefined)?.config?.exec;
  const plugin: unknown = user?.exec ?? old;
  if (typeof plugin !== 'object' || plugin === null) return undefined;
  const interactiveMode = 'interactiveMode' in plugin ? plugin.interactiveMode : undefined;
  return interactiveMode === 'Never' || interactiveMode === 'Always' ? interactiveMode : 'IfAvailable';
}

function loadFiles(flags: Pick<ClusterFlags, 'kubeconfig'>, env: Environment): KubeConfig {
  if (flags.kubeconfig !== undefined) return loadFile(flags.kubeconfig);
  const named = env.KUBECONFIG
    ? env.KUBECONFIG.split(delimiter)
    : [join(env.HOME ?? env.USERPROFILE ?? '', '.kube', 'config')];
  const files = named.filter((file) => file !== '' && existsSync(file)).map(loadFile);
  if (files.length === 0 && env.KUBERNETES_SERVICE_HOST !== undefined && existsSync(IN_CLUSTER_TOKEN)) {
    const config = new KubeConfig();
    config.loadFromCluster();
    return config;
  }
  const merged = new KubeConfig();
  merged.loadFromOptions({
    clusters: files.flatMap(({ clusters }) => clusters),
    users: files.flatMap(({ users }) => users),
    contexts: files.flatMap(({ contexts }) => contexts),
    currentContext: files.map(({ currentContext }) => currentContext).find((name) => Boolean(name)),
  });
  return merged;
}

function loadFile(file: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
    return config;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Failure(
      missing
        ? `error: stat ${file}: no such file or directory`
        : `error: error loading config file "${file}": ${why ?? ''}`,
    );
  }
}

function chooseCluster(clusters: readonly Cluster[], context: Context | undefined, flags: ClusterFlags): Cluster {
  const found = named(clusters, flags.cluster, context?.cluster, 'cluster');
  const server = flags.server ?? found?.server ?? NOWHERE;
  // The library refuses plain HTTP unless verification is off; over HTTP there is nothing to verify.
  const unverified = server.startsWith('http:') || (found?.skipTLSVerify ?? false);
  return {
    ...found,
    name: 'chosen',
    server: server.includes('://') ? server : `https://${server}`,
    ...(flags.certificateAuthority !== undefined && { caFile: flags.certificateAuthority }),
    ...(flags.tlsServerName !== undefined && { tlsServerName: flags.tlsServerName }),
    skipTLSVerify: flags.insecureSkipTlsVerify ?? unverified,
  };
}

/** The proxy of the kubeconfig wins over that of the environment; an empty one is none. */
function throughProxy(cluster: Cluster, env: Environment): Cluster {
  const { proxyUrl: own, ...direct } = cluster;
  const proxyUrl = firstOf([own, proxyFor(cluster.server, env)]);
  return proxyUrl === undefined ? direct : { ...direct, proxyUrl };
}

function chooseUser(users: readonly User[], context: Context | undefined, flags: ClusterFlags): User {
  return {
    ...named(users, flags.user, context?.user, 'auth info'),
    name: 'chosen',
    ...(flags.token !== undefined && { token: flags.token }),
    ...(flags.clientCertificate !== undefined && { certFile: flags.clientCertificate }),
    ...(flags.clientKey !== undefined && { keyFile: flags.clientKey }),
  };
}

/** The entry that a flag names, which must exist, else the one that the context names, which may not. */
function named<T extends { readonly name: string }>(
  entries: readonly T[],
  flag: string | undefined,
  fallback: string | undefined,
  what: string,
): T | undefined {
  const found = entries.find(({ name }) => name === (flag ?? fallback));
  if (found === undefined && flag !== undefined) throw new Failure(`error: ${what} "${flag}" does not exist`);
  return found;
}
