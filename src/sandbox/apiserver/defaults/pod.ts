import type { Container, EnvVar, PodSpec, Probe, ProbeHandler, Pod } from '../../model/pod.js';
import { containersOf } from '../../model/pod.js';
import { setVolumeDefaults } from './volume.js';

/** What the server fills in (kubernetes pkg/apis/core/v1/defaults.go), on a draft. */
export function setPodDefaults(pod: Pod): void {
  setPodSpecDefaults(pod.spec);
  pod.spec.enableServiceLinks ??= true;
  for (const container of allContainers(pod.spec)) requestWhatIsLimited(container);
}

/** The same for the template of a workload, which does without the defaults of a pod alone. */
export function setPodSpecDefaults(spec: PodSpec): void {
  spec.restartPolicy ??= 'Always';
  spec.terminationGracePeriodSeconds ??= 30;
  spec.dnsPolicy ??= 'ClusterFirst';
  spec.securityContext ??= {};
  spec.schedulerName ??= 'default-scheduler';
  defaultServiceAccount(spec);
  for (const container of allContainers(spec)) setContainerDefaults(container, spec);
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

function setContainerDefaults(container: Container, spec: PodSpec): void {
  container.terminationMessagePath ??= '/dev/termination-log';
  container.terminationMessagePolicy ??= 'File';
  container.imagePullPolicy ??= isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent';
  for (const port of container.ports ?? []) {
    port.protocol ??= 'TCP';
    if (spec.hostNetwork === true) port.hostPort ??= port.containerPort;
  }
  for (const env of container.env ?? []) setEnvDefaults(env);
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe !== undefined) setProbeDefaults(probe);
  }
  for (const handler of [container.lifecycle?.postStart, container.lifecycle?.preStop]) {
    if (handler !== undefined) setHandlerDefaults(handler);
  }
}

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
  probe.timeoutSeconds ??= 1;
  probe.periodSeconds ??= 10;
  probe.successThreshold ??= 1;
  probe.failureThreshold ??= 3;
  setHandlerDefaults(probe);
}

function setHandlerDefaults({ httpGet, grpc }: ProbeHandler): void {
  if (httpGet !== undefined) {
    httpGet.path ??= '/';
    httpGet.scheme ??= 'HTTP';
  }
  if (grpc !== undefined) grpc.service ??= '';
}

function requestWhatIsLimited({ resources }: Container): void {
  for (const [resource, limit] of Object.entries(resources.limits ?? {})) {
    resources.requests = { [resource]: limit, ...resources.requests };
  }
}
