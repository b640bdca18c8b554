import type { Container, EnvVar, PodSpec, Pod } from '../../model/pod.js';
import type { Probe, ProbeHandler } from '../../model/probe.js';
import { containersOf } from '../../model/pod.js';
import { fill } from './fill.js';
import { setVolumeDefaults } from './volume.js';

/** What the server fills in (kubernetes pkg/apis/core/v1/defaults.go), on a draft. */
export function setPodDefaults(pod: Pod): void {
  setPodSpecDefaults(pod.spec);
  pod.spec.enableServiceLinks ??= true;
  for (const container of allContainers(pod.spec)) requestWhatIsLimited(container);
}

/** The same for the template of a workload, which does without the defaults of a pod alone. */
export function setPodSpecDefaults(spec: PodSpec): void {
  fill(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  defaultServiceAccount(spec);
  for (const container of [...allContainers(spec), ...(spec.ephemeralContainers ?? [])]) {
    setContainerDefaults(container, spec);
  }
  for (const volume of spec.volumes ?? []) setVolumeDefaults(volume);
}

/** `serviceAccount` is the old name of `serviceAccountName`: both are kept alike. */
function defaultServiceAccount(spec: PodSpec): void {
  const name = spec.serviceAccountName ?? spec.serviceAccount;
  if (name === undefined) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

const allContainers = (spec: PodSpec): Container[] => [...(spec.initContainers ?? []), ...containersOf(spec)];

function setContainerDefaults(container: Container, { hostNetwork = false }: PodSpec): void {
  fill(container, {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent',
  });
  for (const port of container.ports ?? []) {
    fill(port, { protocol: 'TCP', ...(hostNetwork && { hostPort: port.containerPort }) });
  }
  for (const env of container.env ?? []) setEnvDefaults(env);
  setLifeDefaults(container);
}

function setLifeDefaults({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): void {
  for (const probe of defined(livenessProbe, readinessProbe, startupProbe)) setProbeDefaults(probe);
  for (const handler of defined(lifecycle?.postStart, lifecycle?.preStop)) setHandlerDefaults(handler);
}

const defined = <T>(...values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);

/** No tag and no digest means `:latest`, which is pulled always. */
function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

function setEnvDefaults({ valueFrom }: EnvVar): void {
  if (valueFrom?.fieldRef !== undefined) valueFrom.fieldRef.apiVersion ??= 'v1';
}

function setProbeDefaults(probe: Probe): void {
  fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  setHandlerDefaults(probe);
}

function setHandlerDefaults({ httpGet, grpc }: ProbeHandler): void {
  if (httpGet !== undefined) fill(httpGet, { path: '/', scheme: 'HTTP' });
  if (grpc !== undefined) fill(grpc, { service: '' });
}

function requestWhatIsLimited({ resources }: Container): void {
  for (const [resource, limit] of Object.entries(resources.limits ?? {})) {
    resources.requests = { [resource]: limit, ...resources.requests };
  }
}
