import type { Namespace } from '../../../model/core.js';
import { asJson, equalJson } from '../../../model/json.js';
import type { KubeObject } from '../../../model/meta.js';
import type { Container, Pod, PodTemplate } from '../../../model/pod.js';
import type { CronJob, Workload } from '../../../model/workload.js';
import type { Kind } from '../../kinds/kind.js';
import type { ResourceRequest, Server } from '../../request/request.js';
import { forbidden, invalid } from '../../status/api-error.js';
import { podOf } from '../plugin.js';
import type { Plugin } from '../plugin.js';
import { BASELINE } from './baseline.js';
import type { Subject, Violation } from './check.js';
import { everyContainer } from './check.js';
import { nameOf, policyOf, strictness } from './policy.js';
import type { LevelVersion, Policy } from './policy.js';
import { RESTRICTED } from './restricted.js';

/** Holds pods to the standard of their namespace, and tells who makes workloads whose pods will not meet it. */
export const POD_SECURITY: Plugin = {
  checkCreate: (server, request, object) => {
    if (isNamespace(request.kind)) refuseLabels(request.kind, object, []);
    else checkPods(server, request, object);
  },
  checkUpdate: (server, request, object, present) => {
    if (isNamespace(request.kind)) checkNamespace(server, request, object, present);
    else if (podOf(request, object) === undefined || hasNewImages(object as Pod, present as Pod)) {
      checkPods(server, request, object);
    }
  },
};

const isNamespace = ({ group, kind }: Kind): boolean => group === '' && kind === 'Namespace';

function checkPods(server: Server, request: ResourceRequest, object: KubeObject): void {
  const { kind, namespace } = request;
  const subject = subjectOf(kind, object);
  if (subject === undefined) return;
  const home = server.store.collection('namespaces').get('', namespace) as Namespace | undefined;
  const { enforce, warn } = policyOf(home?.metadata.labels ?? {});
  const refused = kind.kind === 'Pod' ? violations(subject, enforce) : [];
  if (refused.length > 0) {
    throw forbidden(kind, object.metadata.name, `violates PodSecurity "${nameOf(enforce)}": ${details(refused)}`);
  }
  const told = violations(subject, warn);
  if (told.length > 0) request.warn(`would violate PodSecurity "${nameOf(warn)}": ${details(told)}`);
}

const OF_TEMPLATE = new Set([
  ...['DaemonSet.apps', 'Deployment.apps', 'ReplicaSet.apps', 'StatefulSet.apps', 'Job.batch'],
  'ReplicationController.',
]);

/** The pod of an object, or the template of its pods. */
function subjectOf({ group, kind }: Kind, object: KubeObject): Subject | undefined {
  const groupKind = `${kind}.${group}`;
  if (groupKind === 'Pod.') return object as Pod;
  if (groupKind === 'PodTemplate.') return (object as KubeObject & { template: PodTemplate }).template;
  if (groupKind === 'CronJob.batch') return (object as CronJob).spec.jobTemplate.spec.template;
  return OF_TEMPLATE.has(groupKind) ? (object as Workload).spec.template : undefined;
}

function violations(subject: Subject, { level, minor }: LevelVersion): Violation[] {
  if (level === 'privileged') return [];
  const isRestricted = level === 'restricted';
  const baseline = BASELINE.filter(
    ({ replacedSince }) => !isRestricted || replacedSince === undefined || minor < replacedSince,
  );
  return [...baseline, ...(isRestricted ? RESTRICTED : [])]
    .filter(({ since }) => minor >= since)
    .flatMap((check) => check.find(subject, minor) ?? []);
}

const details = (found: readonly Violation[]): string =>
  found.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');

/** What else may change in a pod does not concern its security. */
function hasNewImages({ spec }: Pod, { spec: present }: Pod): boolean {
  const images = (all: readonly Container[]): (string | undefined)[] => all.map(({ image }) => image);
  return !equalJson(asJson(images(everyContainer(spec))), asJson(images(everyContainer(present))));
}

/** Labels that do not read are refused, unless they were there. */
function refuseLabels(kind: Kind, { metadata }: KubeObject, known: Policy['errors']): Policy {
  const policy = policyOf(metadata.labels ?? {});
  if (policy.errors.length > 0 && JSON.stringify(policy.errors) !== JSON.stringify(known)) {
    throw invalid(kind, metadata.name, policy.errors);
  }
  return policy;
}

function checkNamespace(server: Server, request: ResourceRequest, object: KubeObject, present: KubeObject): void {
  const { enforce: was, errors } = policyOf(present.metadata.labels ?? {});
  const { enforce } = refuseLabels(request.kind, object, errors);
  const isEased = enforce.minor === was.minor && strictness(enforce) <= strictness(was);
  if (isEased || enforce.level === 'privileged') return;
  const { name } = object.metadata;
  const pods = server.store.collection('pods').list(name) as Pod[];
  const found = new Map<string, Pod[]>();
  for (const pod of pods) {
    const why = reasons(violations(pod, enforce));
    if (why !== '') found.set(why, [...(found.get(why) ?? []), pod]);
  }
  if (found.size === 0) return;
  request.warn(`existing pods in namespace "${name}" violate the new PodSecurity enforce level "${nameOf(enforce)}"`);
  for (const line of [...found].map(([why, those]) => `${whose(those)}: ${why}`).sort()) request.warn(line);
}

const reasons = (found: readonly Violation[]): string => found.map(({ reason }) => reason).join(', ');

function whose(pods: readonly Pod[]): string {
  const [first = ''] = pods.map(({ metadata }) => metadata.name).sort();
  const others = pods.length - 1;
  if (others === 0) return first;
  return `${first} (and ${others} other ${others === 1 ? 'pod' : 'pods'})`;
}
