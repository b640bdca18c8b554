import type { ConfigMap, Secret, Service } from '../../model/core.js';
import type { Container, EnvVar, Pod } from '../../model/pod.js';
import { fieldOf, resourceOf } from './downward.js';
import type { NodeTools } from './node-tools.js';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment that a container starts with, in the order in which its parts win. */
export function environmentOf(pod: Pod, container: Container, tools: NodeTools): Map<string, string> {
  const variables = new Map([
    ['PATH', PATH],
    ['HOSTNAME', pod.spec.hostname ?? pod.metadata.name],
    ['HOME', '/root'],
    ...serviceVariables(pod, tools),
    ...fromSources(pod, container, tools),
  ]);
  // Each may name those before it.
  for (const one of container.env ?? []) {
    const value = valueOf(pod, container, one, tools);
    if (value !== undefined) variables.set(one.name, expand(value, variables));
  }
  return variables;
}

/** `$(NAME)` is the value of a variable that is there; `$$` is a dollar sign. */
export const expand = (text: string, variables: ReadonlyMap<string, string>): string =>
  text.replace(/\$\$|\$\(([^)]*)\)/g, (found, name: string | undefined) =>
    name === undefined ? '$' : (variables.get(name) ?? found),
  );

function fromSources({ metadata }: Pod, { envFrom = [] }: Container, tools: NodeTools): [string, string][] {
  const { namespace = '' } = metadata;
  return envFrom.flatMap(({ prefix = '', configMapRef, secretRef }) => {
    const texts = new Map([
      ...(configMapRef === undefined ? [] : textsOf(tools.configMaps.get(namespace, configMapRef.name ?? ''))),
      ...(secretRef === undefined ? [] : secretTexts(tools.secrets.get(namespace, secretRef.name ?? ''))),
    ]);
    return [...texts].map(([name, value]): [string, string] => [prefix + name, value]);
  });
}

const textsOf = (map: ConfigMap | undefined): [string, string][] => Object.entries(map?.data ?? {});

const secretTexts = (secret: Secret | undefined): [string, string][] =>
  Object.entries(secret?.data ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]);

function valueOf(pod: Pod, container: Container, { value, valueFrom }: EnvVar, tools: NodeTools): string | undefined {
  const { namespace = '' } = pod.metadata;
  if (valueFrom === undefined) return value ?? '';
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef !== undefined) return fieldOf(pod, fieldRef.fieldPath, tools);
  if (resourceFieldRef !== undefined) return resourceOf(pod, resourceFieldRef, container);
  if (configMapKeyRef !== undefined) {
    const map = tools.configMaps.get(namespace, configMapKeyRef.name ?? '');
    return new Map(textsOf(map)).get(configMapKeyRef.key);
  }
  const secret = tools.secrets.get(namespace, secretKeyRef?.name ?? '');
  return new Map(secretTexts(secret)).get(secretKeyRef?.key ?? '');
}

/** Where the API server is, and the services of the namespace that have an address (pkg/kubelet/envvars). */
function serviceVariables({ metadata, spec }: Pod, { services }: NodeTools): [string, string][] {
  const isApi = (service: Service): boolean =>
    service.metadata.namespace === 'default' && service.metadata.name === 'kubernetes';
  return services
    .all()
    .filter(
      (service) =>
        isApi(service) || (spec.enableServiceLinks !== false && service.metadata.namespace === metadata.namespace),
    )
    .flatMap(variablesOf);
}

function variablesOf({ metadata, spec }: Service): [string, string][] {
  const { clusterIP = '', ports = [] } = spec;
  const [first] = ports;
  if (clusterIP === '' || clusterIP === 'None' || first === undefined) return [];
  const name = upper(metadata.name);
  return [
    [`${name}_SERVICE_HOST`, clusterIP],
    [`${name}_SERVICE_PORT`, String(first.port)],
    ...ports.flatMap((port): [string, string][] =>
      port.name === undefined ? [] : [[`${name}_SERVICE_PORT_${upper(port.name)}`, String(port.port)]],
    ),
    [`${name}_PORT`, `${(first.protocol ?? 'TCP').toLowerCase()}://${clusterIP}:${first.port}`],
    ...ports.flatMap(({ port, protocol = 'TCP' }): [string, string][] => {
      const prefix = `${name}_PORT_${port}_${protocol}`;
      return [
        [prefix, `${protocol.toLowerCase()}://${clusterIP}:${port}`],
        [`${prefix}_PROTO`, protocol.toLowerCase()],
        [`${prefix}_PORT`, String(port)],
        [`${prefix}_ADDR`, clusterIP],
      ];
    }),
  ];
}

const upper = (name: string): string => name.toUpperCase().replace(/-/g, '_');
