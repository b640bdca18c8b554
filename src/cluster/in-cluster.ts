import { existsSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import type { KubeConfig } from './kubeconfig-file.js';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const NAME = 'in-cluster';

/** What the pod that we are in has been given; nothing where we are in none. Source: client-go, rest.InClusterConfig. */
export function inCluster(
  env: Readonly<Record<string, string | undefined>>,
  home = SERVICE_ACCOUNT,
): KubeConfig | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = env;
  const tokenFile = `${home}/token`;
  if (host === undefined || !existsSync(tokenFile)) return undefined;
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  const namespaceFile = `${home}/namespace`;
  const namespace = existsSync(namespaceFile) ? readFileSync(namespaceFile, 'utf8').trim() : undefined;
  return {
    clusters: [{ name: NAME, server, caFile: `${home}/ca.crt` }],
    users: [{ name: NAME, tokenFile }],
    contexts: [{ name: NAME, cluster: NAME, user: NAME, namespace }],
    currentContext: NAME,
  };
}
