import type {
  Container,
  ContainerPort,
  EnvFrom,
  EnvVar,
  Probe,
  ResourceList,
  VolumeMount,
} from '../petset/kubernetes.js';
import { sorted, sortedBy } from './described.js';
import { resourceFieldValue } from './resource-field.js';

/** The containers of a template as kubectl describes them. Source: kubectl pkg/describe/describe.go, describeContainers. */
export function containersLines(title: string, containers: readonly Container[]): readonly string[] {
  return [`  ${title}:`, ...containers.flatMap((each) => [`   ${each.name}:`, ...containerLines(each)])];
}

function containerLines(container: Container): readonly string[] {
  const { image = '', ports = [], command = [], args = [], resources = {} } = container;
  return [
    `    Image:\t${image}`,
    portLine('Port', ports, ({ containerPort }) => containerPort),
    portLine('Host Port', ports, ({ hostPort = 0 }) => hostPort),
    ...seccompLines(container),
    ...wordLines('Command', command),
    ...wordLines('Args', args),
    ...quantityLines('Limits', resources.limits),
    ...quantityLines('Requests', resources.requests),
    ...probeLine('Liveness', container.livenessProbe),
    ...probeLine('Readiness', container.readinessProbe),
    ...probeLine('Startup', container.startupProbe),
    ...envFromLines(container.envFrom ?? []),
    ...envLines(container),
    ...mountLines(container),
  ];
}

function portLine(title: string, ports: readonly ContainerPort[], numberOf: (port: ContainerPort) => number): string {
  const words = ports.map((port) => {
    const { name, protocol = 'TCP' } = port;
    return `${numberOf(port)}/${protocol}${name ? ` (${name})` : ''}`;
  });
  return `    ${title}${words.length > 1 ? 's' : ''}:\t${words.join(', ') || '<none>'}`;
}

function seccompLines({ securityContext }: Container): readonly string[] {
  const profile = securityContext?.seccompProfile;
  if (profile === undefined) return [];
  const local = profile.type === 'Localhost' ? [`      LocalhostProfile:\t${profile.localhostProfile ?? ''}`] : [];
  return [`    SeccompProfile:\t${profile.type}`, ...local];
}

function wordLines(title: string, words: readonly string[]): readonly string[] {
  if (words.length === 0) return [];
  return [`    ${title}:`, ...words.flatMap((word) => word.split('\n')).map((line) => `      ${line}`)];
}

function quantityLines(title: string, quantities: ResourceList = {}): readonly string[] {
  const names = sorted(Object.keys(quantities));
  return names.length === 0
    ? []
    : [`    ${title}:`, ...names.map((name) => `      ${name}:\t${quantities[name] ?? ''}`)];
}

function probeLine(title: string, probe: Probe | undefined): readonly string[] {
  if (probe === undefined) return [];
  const { initialDelaySeconds: delay = 0, timeoutSeconds: timeout = 1, periodSeconds: period = 10 } = probe;
  const { successThreshold = 1, failureThreshold = 3 } = probe;
  const times = `delay=${delay}s timeout=${timeout}s period=${period}s`;
  return [`    ${title}:\t${probeWords(probe)} ${times} #success=${successThreshold} #failure=${failureThreshold}`];
}

function probeWords({ exec, httpGet, tcpSocket, grpc }: Probe): string {
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(' ')}]`;
  if (httpGet !== undefined) return `http-get ${urlOf(httpGet)}`;
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port}`;
  return grpc === undefined ? 'unknown' : `grpc <pod>:${grpc.port} ${grpc.service ?? ''}`;
}

function urlOf({ scheme = 'HTTP', host = '', port, path = '/' }: NonNullable<Probe['httpGet']>): string {
  const address = host.includes(':') ? `[${host}]` : host;
  return `${scheme.toLowerCase()}://${address}:${port}${path.startsWith('/') ? '' : '/'}${path}`;
}

function envFromLines(sources: readonly EnvFrom[]): readonly string[] {
  if (sources.length === 0) return [];
  return [
    '    Environment Variables from:',
    ...sources.map(({ prefix, configMapRef, secretRef }) => {
      const { name = '', optional = false } = configMapRef ?? secretRef ?? {};
      const kind = configMapRef ? 'ConfigMap' : secretRef ? 'Secret' : '';
      return `      ${name}\t${kind}${prefix ? ` with prefix '${prefix}'` : ''}\tOptional: ${String(optional)}`;
    }),
  ];
}

function envLines(container: Container): readonly string[] {
  const { env = [] } = container;
  if (env.length === 0) return ['    Environment:\t<none>'];
  return ['    Environment:', ...env.flatMap((each) => variableLines(each, container)).map((line) => `      ${line}`)];
}

function variableLines({ name, value = '', valueFrom }: EnvVar, { resources }: Container): readonly string[] {
  if (valueFrom === undefined) {
    const [first = '', ...rest] = value.split('\n');
    return [`${name}:\t${first}`, ...rest.map((line) => `\t${line}`)];
  }
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef !== undefined) return [`${name}:\t (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})`];
  if (resourceFieldRef !== undefined)
    return [`${name}:\t${resourceFieldValue(resourceFieldRef, resources)} (${resourceFieldRef.resource})`];
  const ref = secretKeyRef ?? configMapKeyRef;
  if (ref === undefined) return [];
  const holder = secretKeyRef === undefined ? 'of config map' : 'in secret';
  const isOptional = ref.optional ?? false;
  return [`${name}:\t<set to the key '${ref.key}' ${holder} '${ref.name ?? ''}'>\tOptional: ${String(isOptional)}`];
}

function mountLines({ volumeMounts = [], volumeDevices = [] }: Container): readonly string[] {
  const mounts = sortedBy(volumeMounts, ({ mountPath }) => mountPath);
  const devices = sortedBy(volumeDevices, ({ devicePath }) => devicePath);
  const none = mounts.length === 0 ? '\t<none>' : '';
  return [
    `    Mounts:${none}`,
    ...mounts.map((mount) => `      ${mount.mountPath} from ${mount.name} (${mountFlags(mount)})`),
    // kubectl says `<none>` here where there is no mount, whatever devices there are.
    ...(devices.length > 0 ? [`    Devices:${none}`] : []),
    ...devices.map(({ devicePath, name }) => `      ${devicePath} from ${name}`),
  ];
}

function mountFlags({ readOnly, subPath }: VolumeMount): string {
  return [readOnly ? 'ro' : 'rw', ...(subPath ? [`path=${JSON.stringify(subPath)}`] : [])].join(',');
}
