import { LABELS } from '../../petset/identity.js';
import type { Container, Pod, Volume } from '../../petset/kubernetes.js';
import type { Ailment } from './ailments.js';
import { type Cast, petOfRevision } from './cast.js';

/** Where a pod can run, as whom and beside whom: what its own cluster has, and no copy of it. */
const PLACE = new Set([
  ...['nodeName', 'nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints', 'schedulerName'],
  ...['schedulingGates', 'readinessGates', 'priorityClassName', 'priority', 'preemptionPolicy', 'runtimeClassName'],
  ...['overhead', 'serviceAccountName', 'serviceAccount', 'imagePullSecrets', 'ephemeralContainers', 'hostNetwork'],
  ...['hostPID', 'hostIPC', 'hostUsers', 'resourceClaims', 'resources', 'securityContext', 'os', 'nodeAffinity'],
]);
/** What a container is given by its cluster, and what its probes would find: that is known, and scripted. */
const SURROUNDINGS = new Set([
  ...['resources', 'resizePolicy', 'securityContext', 'envFrom', 'lifecycle'],
  ...['livenessProbe', 'readinessProbe', 'startupProbe'],
]);
/** Volumes that need nothing that is not in the pod. */
const OF_ITS_OWN = new Set(['name', 'emptyDir', 'downwardAPI']);

/** The label that no node has. */
const NOWHERE = { 'rehearsal.petset.dev/nowhere': 'true' };
const NOT_THERE = 'rehearsal.petset.dev.not-there';

/**
 * A pod as it can run in a cluster that has nothing but the set: without what only its own cluster has (nodes, accounts,
 * settings), and taking as long, and having the same wrong with it, as in its own.
 */
export function understudy(pod: Pod, cast: Cast): Pod {
  const { metadata, spec } = pod;
  const { name = '', annotations } = metadata;
  const ailment = ailmentFor(pod, cast);
  const isScripted = annotations?.[cast.scriptAnnotation] !== undefined;
  const script = isScripted ? undefined : scriptFor(pod, ailment, cast);
  const volumes = (spec.volumes ?? []).map((volume) => volumeOf(volume, name, cast.claims));
  const containers = (all: readonly Container[]): readonly Container[] =>
    all.map((container) => containerOf(container, ailment, isScripted));
  return {
    ...pod,
    metadata: { ...metadata, ...(script && { annotations: { ...annotations, [cast.scriptAnnotation]: script } }) },
    spec: {
      ...without(spec, PLACE),
      ...ANYWHERE,
      containers: containers(spec.containers),
      ...(spec.initContainers && { initContainers: containers(spec.initContainers) }),
      volumes: ailment?.keptFrom === 'volumes' ? [...volumes, MISSING_VOLUME] : volumes,
      ...(ailment?.keptFrom === 'node' && { nodeSelector: NOWHERE }),
    },
  };
}

/** What a server fills in, which had better be there before somebody changes the pod. */
const ANYWHERE = { schedulerName: 'default-scheduler', securityContext: {} };
const MISSING_VOLUME = { name: 'not-there', configMap: { name: NOT_THERE } };

function ailmentFor({ metadata }: Pod, { ailments }: Cast): Ailment | undefined {
  const revision = metadata.labels?.[LABELS.revision];
  const own = ailments.ofPets.get(petOfRevision(metadata.name ?? '', revision));
  return own ?? ailments.ofRevisions.get(revision ?? '');
}

/** What its containers do, in the words of the sandbox. */
function scriptFor({ metadata, spec }: Pod, ailment: Ailment | undefined, { habits, usual, ailments }: Cast): string {
  const own = habits.get(metadata.name ?? '') ?? usual;
  const isPulled = ({ image = '' }: Container): boolean => !ailments.images.has(image);
  const main = spec.containers.map((container) => {
    const said = ailment?.scripts.get(container.name) ?? (isPulled(container) ? undefined : 'pull=fail');
    return `${container.name}: ${said ?? `ready=${own?.ready ?? 0}ms`}`;
  });
  const init = (spec.initContainers ?? []).flatMap((container) => {
    const said = ailment?.scripts.get(container.name) ?? (isPulled(container) ? undefined : 'pull=fail');
    if (said !== undefined) return [`${container.name}: ${said}`];
    const lasts = own?.init.get(container.name) ?? 0;
    return container.restartPolicy === 'Always' || lasts === 0 ? [] : [`${container.name}: exit=0 after=${lasts}ms`];
  });
  return [...init, ...main].join('; ');
}

function containerOf(container: Container, ailment: Ailment | undefined, keepsProbes: boolean): Container {
  const lack = ailment?.lacks.get(container.name);
  const seconds = secondsToStop(container);
  const { livenessProbe, readinessProbe, startupProbe } = container;
  return {
    ...without(container, SURROUNDINGS),
    resources: {},
    ...(container.env && { env: container.env.filter(({ valueFrom }) => !isOfOthers(valueFrom)) }),
    ...(container.ports && { ports: container.ports.map(({ hostPort: _, ...port }) => port) }),
    ...(lack && { envFrom: [{ [lack.kind]: { name: lack.name } }] }),
    ...(seconds > 0 && { lifecycle: { preStop: { sleep: { seconds } } } }),
    ...(keepsProbes && {
      ...(livenessProbe && { livenessProbe }),
      ...(readinessProbe && { readinessProbe }),
      ...(startupProbe && { startupProbe }),
    }),
  };
}

function isOfOthers(from: NonNullable<Container['env']>[number]['valueFrom']): boolean {
  return from?.secretKeyRef !== undefined || from?.configMapKeyRef !== undefined;
}

/** Before it is told to end, a container may sleep; the usual way to write that is a command. */
function secondsToStop({ lifecycle }: Container): number {
  const { sleep, exec } = lifecycle?.preStop ?? {};
  const [, seconds = '0'] = /\bsleep (\d{1,6})\b/.exec(exec?.command?.join(' ') ?? '') ?? [];
  return sleep?.seconds ?? Number(seconds);
}

/** The claims of the set stay, also those that a pet is still to get; whatever comes from elsewhere is an empty directory. */
function volumeOf(volume: Volume, pet: string, claims: ReadonlySet<string>): Volume {
  const claim = volume.persistentVolumeClaim?.claimName;
  if (claim !== undefined && (claims.has(claim) || claim.endsWith(`-${pet}`))) return volume;
  return Object.keys(volume).every((field) => OF_ITS_OWN.has(field)) ? volume : { name: volume.name, ...EMPTY };
}

const EMPTY = { emptyDir: {} };

/** All of these fields may be left out. */
function without<T extends object>(object: T, names: ReadonlySet<string>): T {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name))) as T;
}
