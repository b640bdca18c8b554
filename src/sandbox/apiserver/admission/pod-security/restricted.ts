import type { Container } from '../../../model/pod.js';
import { seccomp } from './baseline.js';
import { containers, everyContainer, named, plural, quote, setters, sorted } from './check.js';
import type { Check, Subject, Violation } from './check.js';

/** The rules that the restricted standard has beyond the baseline. */

function allowPrivilegeEscalation({ spec }: Subject): Violation | undefined {
  const names = named(spec, (_one, security) => security.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containers(names)} must set securityContext.allowPrivilegeEscalation=false`,
  };
}

function capabilities({ spec }: Subject): Violation | undefined {
  const others = ({ securityContext }: Container): string[] =>
    (securityContext?.capabilities?.add ?? []).filter((one) => one !== 'NET_BIND_SERVICE');
  const keeping = named(spec, (_one, { capabilities: all }) => all?.drop?.includes('ALL') !== true);
  const adding = named(spec, (container) => others(container).length > 0);
  const added = quote(sorted(everyContainer(spec).flatMap(others)));
  const details = [
    ...(keeping.length === 0 ? [] : [`${containers(keeping)} must set securityContext.capabilities.drop=["ALL"]`]),
    ...(adding.length === 0
      ? []
      : [`${containers(adding)} must not include ${added} in securityContext.capabilities.add`]),
  ];
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

const FREE_VOLUMES = new Set([
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected'],
  'secret',
]);

function volumes({ spec }: Subject): Violation | undefined {
  const bad = (spec.volumes ?? []).filter((volume) => !Object.keys(volume).some((key) => FREE_VOLUMES.has(key)));
  if (bad.length === 0) return undefined;
  const types = sorted(
    bad.map((volume) =>
      (Object.keys(volume).find((key) => key !== 'name') ?? 'unknown').replace('storageOS', 'storageos'),
    ),
  );
  const names = quote(bad.map(({ name }) => name));
  const what = `${plural('restricted volume type', types)} ${quote(types)}`;
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', bad)} ${names} ${plural('uses', bad, 'use')} ${what}`,
  };
}

function runAsNonRoot({ spec }: Subject): Violation | undefined {
  const reason = 'runAsNonRoot != true';
  const ofPod = spec.securityContext?.runAsNonRoot;
  const who = setters(
    ofPod === false,
    named(spec, (_one, security) => security.runAsNonRoot === false),
  );
  if (who !== '') return { reason, detail: `${who} must not set securityContext.runAsNonRoot=false` };
  if (ofPod === true) return undefined;
  const silent = named(spec, (_one, security) => security.runAsNonRoot === undefined);
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${containers(silent)} must set securityContext.runAsNonRoot=true` };
}

function runAsUser({ spec }: Subject): Violation | undefined {
  const who = setters(
    spec.securityContext?.runAsUser === 0,
    named(spec, (_one, security) => security.runAsUser === 0),
  );
  return who === '' ? undefined : { reason: 'runAsUser=0', detail: `${who} must not set runAsUser=0` };
}

function seccompSet(subject: Subject): Violation | undefined {
  const { spec } = subject;
  const bad = seccomp(subject);
  if (bad !== undefined || spec.securityContext?.seccompProfile !== undefined) return bad;
  const silent = named(spec, (_one, security) => security.seccompProfile === undefined);
  if (silent.length === 0) return undefined;
  const words = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return { reason: 'seccompProfile', detail: `pod or ${containers(silent)} ${words}` };
}

/** Windows has none of these, so that since 1.25 its pods need not do without. */
const notOfWindows =
  (find: (subject: Subject) => Violation | undefined): Check['find'] =>
  (subject, minor) =>
    minor >= 25 && subject.spec.os?.name === 'windows' ? undefined : find(subject);

export const RESTRICTED: readonly Check[] = [
  { since: 8, find: notOfWindows(allowPrivilegeEscalation) },
  { since: 22, find: notOfWindows(capabilities) },
  { since: 0, find: volumes },
  { since: 0, find: runAsNonRoot },
  { since: 23, find: runAsUser },
  { since: 19, find: notOfWindows(seccompSet) },
];
