import { dump } from 'js-yaml';

export interface KubeconfigUser {
  readonly name: string;
  readonly token: string;
  /** The namespace of the context; the default namespace if absent. */
  readonly namespace?: string | undefined;
}

/** Where the cluster is, and the certificate (PEM) that it shows. */
export interface Address {
  readonly secureUrl: string;
  readonly certificate: string;
}

/** The name of the cluster, and of the admin's context. */
const CLUSTER = 'petset-sandbox';

/** A kubeconfig for one user of the sandbox, as YAML. */
export function kubeconfig({ secureUrl, certificate }: Address, { name, token, namespace }: KubeconfigUser): string {
  const authority = Buffer.from(certificate).toString('base64');
  const context = name === 'admin' ? CLUSTER : `${name}@${CLUSTER}`;
  return dump({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: CLUSTER, cluster: { server: secureUrl, 'certificate-authority-data': authority } }],
    users: [{ name, user: { token } }],
    contexts: [
      { name: context, context: { cluster: CLUSTER, user: name, ...(namespace !== undefined && { namespace }) } },
    ],
    'current-context': context,
  });
}
