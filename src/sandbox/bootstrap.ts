import type { Client } from './controllers/client/client.js';
import { NAMESPACES, SERVICES, STORAGE_CLASSES } from './controllers/client/resource.js';
import { PROVISIONER } from './controllers/volumes/names.js';
import type { Namespace, Service } from './model/core.js';
import type { StorageClass } from './model/volume.js';

/** What is in a cluster before anybody put something there. */

const NAMESPACE_NAMES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

const storageClass = (
  name: string,
  own: Pick<StorageClass, 'reclaimPolicy' | 'allowVolumeExpansion'>,
  annotations: Record<string, string>,
): StorageClass => ({
  kind: 'StorageClass',
  apiVersion: 'storage.k8s.io/v1',
  metadata: { name, annotations },
  provisioner: PROVISIONER,
  volumeBindingMode: 'Immediate',
  ...own,
});

const STORAGE: readonly StorageClass[] = [
  storageClass(
    'standard',
    { reclaimPolicy: 'Delete', allowVolumeExpansion: true },
    { 'storageclass.kubernetes.io/is-default-class': 'true' },
  ),
  storageClass('keep', { reclaimPolicy: 'Retain', allowVolumeExpansion: false }, {}),
];

/** The service by which pods reach the API server. */
const API_SERVICE: Service = {
  kind: 'Service',
  apiVersion: 'v1',
  metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }] },
  status: { loadBalancer: {} },
};

export async function bootstrap(client: Client): Promise<void> {
  await Promise.all([
    ...NAMESPACE_NAMES.map((name) => client.create(NAMESPACES, namespace(name))),
    ...STORAGE.map((one) => client.create(STORAGE_CLASSES, one)),
  ]);
  await client.create(SERVICES, API_SERVICE);
}

const namespace = (name: string): Namespace => ({
  kind: 'Namespace',
  apiVersion: 'v1',
  metadata: { name },
  spec: {},
  status: {},
});
