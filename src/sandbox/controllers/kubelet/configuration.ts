import type { ConfigMap, Secret } from '../../model/core.js';
import type { Container, KeySelector, Pod } from '../../model/pod.js';
import type { NodeTools } from './node-tools.js';

/** Why the environment of a container cannot be made; nothing if it can. */
export function configFault({ metadata }: Pod, container: Container, tools: NodeTools): string | undefined {
  const { namespace = '' } = metadata;
  const faults = [
    ...(container.envFrom ?? []).flatMap(({ configMapRef, secretRef }) => [
      wholeFault('configmap', configMapRef, (name) => tools.configMaps.get(namespace, name)),
      wholeFault('secret', secretRef, (name) => tools.secrets.get(namespace, name)),
    ]),
    ...(container.env ?? []).flatMap(({ valueFrom }) => [
      keyFault(CONFIG_MAP, namespace, valueFrom?.configMapKeyRef, (name) => tools.configMaps.get(namespace, name)),
      keyFault(SECRET, namespace, valueFrom?.secretKeyRef, (name) => tools.secrets.get(namespace, name)),
    ]),
  ];
  return faults.find((fault) => fault !== undefined);
}

type Holder = ConfigMap | Secret;
type Lookup = (name: string) => Holder | undefined;

interface Words {
  readonly resource: string;
  readonly kind: string;
}

const CONFIG_MAP: Words = { resource: 'configmap', kind: 'ConfigMap' };
const SECRET: Words = { resource: 'secret', kind: 'Secret' };

function wholeFault(
  resource: string,
  reference: { name?: string; optional?: boolean } | undefined,
  look: Lookup,
): string | undefined {
  if (reference === undefined || reference.optional === true) return undefined;
  const { name = '' } = reference;
  return look(name) === undefined ? `${resource} "${name}" not found` : undefined;
}

function keyFault(
  words: Words,
  namespace: string,
  selector: KeySelector | undefined,
  look: Lookup,
): string | undefined {
  if (selector === undefined || selector.optional === true) return undefined;
  const { name = '', key } = selector;
  const holder = look(name);
  if (holder === undefined) return `${words.resource} "${name}" not found`;
  const isThere = key in { ...holder.data, ...('binaryData' in holder ? holder.binaryData : undefined) };
  return isThere ? undefined : `couldn't find key ${key} in ${words.kind} ${namespace}/${name}`;
}
