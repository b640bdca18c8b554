import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../petset/failure.js';
import { inCluster } from './in-cluster.js';
import { type Cluster, type Context, type KubeConfig, readKubeConfig, type User } from './kubeconfig-file.js';
import { proxyFor } from './proxy.js';

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

/** What flags and files choose. */
export interface Target {
  readonly cluster: Cluster & { readonly server: string };
  readonly user: User;
  readonly namespace: string | undefined;
}

/** Where kubectl looks when nobody says anything. */
const NOWHERE = 'http://localhost:8080';

/**
 * The one cluster, user and namespace that the flags and the environment choose, by kubectl's rules: `--kubeconfig`,
 * else the files of KUBECONFIG merged (the first to name something wins), else `~/.kube/config`, else the pod we are in.
 */
export function loadKubeConfig(flags: ClusterFlags, env: Environment): Target {
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
  return {
    cluster: throughProxy(chooseCluster(merged.clusters, context, flags), env),
    user: chooseUser(merged.users, context, flags),
    namespace: flags.namespace ?? context?.namespace,
  };
}

/** The name of the context that is in force; nothing where the files have none. */
export function currentContext(
  flags: Pick<ClusterFlags, 'kubeconfig' | 'context'>,
  env: Environment,
): string | undefined {
  return flags.context ?? loadFiles(flags, env).currentContext;
}

/** The names that `--context`, `--cluster` and `--user` may have. Throws a `Failure` where there is no kubeconfig to be read. */
export function kubeConfigNames(flags: ClusterFlags, env: Environment): Omit<KubeConfig, 'currentContext'> {
  return loadFiles(flags, env);
}

/** How the credential plugin of a user is to be run; nothing where there is none. What it does not say is client-go's default. */
export function pluginMode({ user }: Target): 'Never' | 'IfAvailable' | 'Always' | undefined {
  const old = (user.authProvider as { readonly config?: { readonly exec?: unknown } } | undefined)?.config?.exec;
  const plugin: unknown = user.exec ?? old;
  if (typeof plugin !== 'object' || plugin === null) return undefined;
  const interactiveMode = 'interactiveMode' in plugin ? plugin.interactiveMode : undefined;
  return interactiveMode === 'Never' || interactiveMode === 'Always' ? interactiveMode : 'IfAvailable';
}

function loadFiles(flags: Pick<ClusterFlags, 'kubeconfig'>, env: Environment): KubeConfig {
  if (flags.kubeconfig !== undefined) return readKubeConfig(flags.kubeconfig);
  const named = env.KUBECONFIG
    ? env.KUBECONFIG.split(delimiter)
    : [join(env.HOME ?? env.USERPROFILE ?? '', '.kube', 'config')];
  const files = named.filter((file) => file !== '' && existsSync(file)).map(readKubeConfig);
  const ofPod = files.length === 0 ? inCluster(env) : undefined;
  return (
    ofPod ?? {
      clusters: files.flatMap(({ clusters }) => clusters),
      users: files.flatMap(({ users }) => users),
      contexts: files.flatMap(({ contexts }) => contexts),
      currentContext: files.map(({ currentContext }) => currentContext).find((name) => name !== undefined),
    }
  );
}

function chooseCluster(
  clusters: readonly Cluster[],
  context: Context | undefined,
  flags: ClusterFlags,
): Target['cluster'] {
  const found = named(clusters, flags.cluster, context?.cluster, 'cluster');
  const server = flags.server ?? found?.server ?? NOWHERE;
  return {
    ...found,
    name: 'chosen',
    server: server.includes('://') ? server : `https://${server}`,
    ...(flags.certificateAuthority !== undefined && { caFile: flags.certificateAuthority, caData: undefined }),
    ...(flags.tlsServerName !== undefined && { tlsServerName: flags.tlsServerName }),
    skipTLSVerify: flags.insecureSkipTlsVerify ?? found?.skipTLSVerify,
  };
}

/** The proxy of the kubeconfig wins over that of the environment. */
function throughProxy(cluster: Target['cluster'], env: Environment): Target['cluster'] {
  return { ...cluster, proxyUrl: cluster.proxyUrl ?? proxyFor(cluster.server, env) };
}

/** Who says who he is on the command line needs no plugin that gets credentials. */
function chooseUser(users: readonly User[], context: Context | undefined, flags: ClusterFlags): User {
  return {
    ...named(users, flags.user, context?.user, 'auth info'),
    name: 'chosen',
    ...(flags.token !== undefined && {
      token: flags.token,
      tokenFile: undefined,
      exec: undefined,
      authProvider: undefined,
    }),
    ...(flags.clientCertificate !== undefined && { certFile: flags.clientCertificate, certData: undefined }),
    ...(flags.clientKey !== undefined && { keyFile: flags.clientKey, keyData: undefined }),
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
