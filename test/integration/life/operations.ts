/** Something that is done to a set, and what it finds. */
export interface Operation {
  readonly name: string;
  /** How many are created. */
  readonly pets: number;
  /** Command lines that have been run before. */
  readonly before: readonly string[];
  readonly line: string;
  /** Its pets do not wait for one another: several writes are under way at once. */
  readonly isParallel?: boolean;
  /** It replaces pets, of so many that there are all the time. */
  readonly replaced?: number;
}

const CREATE = 'create -f -';
const UPGRADE = 'upgrade web --image=nginx=registry.example/nginx:2';

/**
 * All that can be done to a set. Every suite that shows that nothing is lost on the way runs all of it, many times: two pets
 * show an order, and test/property shows it of more.
 */
export const OPERATIONS: readonly Operation[] = [
  { name: 'create', pets: 2, before: [], line: CREATE },
  { name: 'scale up', pets: 1, before: [CREATE], line: 'scale web --replicas=3' },
  { name: 'scale down', pets: 3, before: [CREATE], line: 'scale web --replicas=1' },
  { name: 'upgrade', pets: 2, before: [CREATE], line: UPGRADE, replaced: 2 },
  { name: 'rollback', pets: 2, before: [CREATE, UPGRADE], line: 'rollback web', replaced: 2 },
  { name: 'delete', pets: 2, before: [CREATE], line: 'delete web' },
  { name: 'clean', pets: 2, before: [CREATE], line: 'clean web --yes' },
  { name: 'create in parallel', pets: 3, before: [], line: CREATE, isParallel: true },
  { name: 'clean in parallel', pets: 3, before: [CREATE], line: 'clean web --yes', isParallel: true },
];

/** What `create -f -` reads: three documents. */
export const manifest = (pets: number, isParallel = false): string => `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {greeting: hello}
---
apiVersion: v1
kind: Service
metadata: {name: nginx}
spec:
  clusterIP: None
  ports: [{port: 80}]
  selector: {app: nginx}
---
apiVersion: petset.dev/v1alpha1
kind: PetSet
metadata: {name: web}
spec:
  serviceName: nginx
  replicas: ${pets}
  podManagementPolicy: ${isParallel ? 'Parallel' : 'OrderedReady'}
  selector: {matchLabels: {app: nginx}}
  template:
    metadata: {labels: {app: nginx}}
    spec:
      containers:
        - name: nginx
          image: registry.example/nginx:1
          volumeMounts: [{name: www, mountPath: /html}]
  volumeClaimTemplates:
    - metadata: {name: www}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Gi}}
`;
