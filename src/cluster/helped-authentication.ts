import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import type { OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Target } from './kubeconfig.js';

/** What of a request shows who sends it, and whom it is for. */
export interface Authenticated extends Omit<RequestOptions, 'headers'> {
  readonly headers: OutgoingHttpHeaders;
}

/** What client-node knows how to do: to ask credential plugins and OpenID for credentials, and to go through proxies. */
export function helped({ cluster, user }: Target): (options: Authenticated) => Promise<void> {
  const { server, proxyUrl } = cluster;
  const config = new KubeConfig();
  // What we have read ourselves is in the options already. A token counts for more than what a plugin gets.
  config.loadFromOptions({
    clusters: [
      {
        name: cluster.name,
        server,
        ...(proxyUrl !== undefined && { proxyUrl }),
        // Plain HTTP is refused unless verification is off; over HTTP there is nothing to verify.
        skipTLSVerify: cluster.skipTLSVerify === true || server.startsWith('http:'),
      },
    ],
    users: [
      { name: user.name, exec: user.exec, authProvider: user.authProvider, ...(user.token && { token: user.token }) },
    ],
    contexts: [{ name: 'chosen', cluster: cluster.name, user: user.name }],
    currentContext: 'chosen',
  });
  return (options) => config.applyToHTTPSOptions(options);
}
