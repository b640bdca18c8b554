import { IMAGES } from './cluster.js';

export interface SetOptions {
  readonly replicas?: number;
  readonly image?: string;
  /** Lines of YAML for the spec of the set, at its own indentation. */
  readonly spec?: string;
  /** Lines of YAML for the container. */
  readonly container?: string;
  /** Lines of YAML for the metadata of the template. */
  readonly template?: string;
}

/** A headless service and a set `web` on claims `www`, as the guide has them. */
export function webManifest({
  replicas = 2,
  image = IMAGES.new,
  spec = '',
  container = '',
  template = '',
}: SetOptions = {}): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: nginx
  labels: {app: nginx}
spec:
  clusterIP: None
  ports: [{port: 80, name: web}]
  selector: {app: nginx}
---
apiVersion: apps/v1alpha1
kind: PetSet
metadata:
  name: web
spec:
  serviceName: nginx
  replicas: ${replicas}
${indent(spec, 2)}
  template:
    metadata:
      labels: {app: nginx}
${indent(template, 6)}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: nginx
          image: ${image}
          imagePullPolicy: IfNotPresent
          ports: [{containerPort: 80, name: web}]
          volumeMounts: [{name: www, mountPath: /usr/share/nginx/html}]
${indent(container, 10)}
  volumeClaimTemplates:
    - metadata:
        name: www
        annotations: {volume.alpha.kubernetes.io/storage-class: anything}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Gi}}
`.replaceAll(/\n\s*\n/g, '\n');
}

function indent(lines: string, by: number): string {
  return lines.replaceAll(/^/gm, ' '.repeat(by));
}
