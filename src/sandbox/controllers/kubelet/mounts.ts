import { containersOf, type Pod } from '../../model/pod.js';
import type { Volume } from '../../model/volume.js';
import type { NodeTools } from './node-tools.js';

/** What keeps the volumes of a pod from being mounted, as its events tell it. */
export function mountFaults(pod: Pod, tools: NodeTools): string[] {
  const { namespace = '' } = pod.metadata;
  const mounted = mountedVolumes(pod);
  const volumes = (pod.spec.volumes ?? []).filter(({ name }) => mounted.has(name));
  return volumes.flatMap((volume) => {
    const fault = faultOf(volume, namespace, tools);
    return fault === undefined ? [] : [`MountVolume.SetUp failed for volume "${volume.name}" : ${fault}`];
  });
}

/** A volume that no container mounts is passed over (kubernetes pkg/kubelet/volumemanager/populator). */
function mountedVolumes({ spec }: Pod): ReadonlySet<string> {
  const containers = [...(spec.initContainers ?? []), ...containersOf(spec)];
  return new Set(
    containers.flatMap(({ volumeMounts = [], volumeDevices = [] }) =>
      [...volumeMounts, ...volumeDevices].map(({ name }) => name),
    ),
  );
}

/** Only claims have volumes that are attached to a node. */
export const hasClaims = ({ spec }: Pod): boolean =>
  (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);

/** The volumes behind the claims of a pod. */
export function volumeNames({ metadata, spec }: Pod, { claims }: NodeTools): string {
  const { namespace = '' } = metadata;
  const names = (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
    persistentVolumeClaim === undefined
      ? []
      : (claims.get(namespace, persistentVolumeClaim.claimName)?.spec.volumeName ?? []),
  );
  return names.join(' ');
}

function faultOf(
  { configMap, secret, persistentVolumeClaim }: Volume,
  namespace: string,
  tools: NodeTools,
): string | undefined {
  if (configMap !== undefined && configMap.optional !== true) {
    const { name = '' } = configMap;
    if (tools.configMaps.get(namespace, name) === undefined) return `configmap "${name}" not found`;
  }
  if (secret !== undefined && secret.optional !== true) {
    const { secretName = '' } = secret;
    if (tools.secrets.get(namespace, secretName) === undefined) return `secret "${secretName}" not found`;
  }
  if (persistentVolumeClaim === undefined) return undefined;
  const { claimName } = persistentVolumeClaim;
  const claim = tools.claims.get(namespace, claimName);
  if (claim === undefined) return `persistentvolumeclaims "${claimName}" not found`;
  return claim.status.phase === 'Bound' ? undefined : `persistentvolumeclaim "${claimName}" is not bound`;
}
