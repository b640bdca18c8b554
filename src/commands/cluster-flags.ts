import type { Impersonation } from '../cluster/connection.js';
import type { ClusterFlags } from '../cluster/kubeconfig.js';
import { givenArg, listArg, switchArg } from './arguments.js';
import type { Args } from './command.js';

/** What the flags say of the cluster and of whom we are to it. */
export function clusterFlags(args: Args): ClusterFlags & Impersonation {
  return {
    kubeconfig: givenArg(args, 'kubeconfig'),
    context: givenArg(args, 'context'),
    cluster: givenArg(args, 'cluster'),
    user: givenArg(args, 'user'),
    namespace: givenArg(args, 'namespace'),
    server: givenArg(args, 'server'),
    token: givenArg(args, 'token'),
    certificateAuthority: givenArg(args, 'certificate-authority'),
    clientCertificate: givenArg(args, 'client-certificate'),
    clientKey: givenArg(args, 'client-key'),
    insecureSkipTlsVerify: switchArg(args, 'insecure-skip-tls-verify') || undefined,
    tlsServerName: givenArg(args, 'tls-server-name'),
    as: givenArg(args, 'as'),
    asGroup: listArg(args, 'as-group'),
    asUid: givenArg(args, 'as-uid'),
  };
}
