import type { CommonSecurityContext, Container } from '../../../model/pod.js';
import type { ProbeHandler } from '../../../model/probe.js';
import { containers, everyContainer, named, plural, quote, setters, sorted } from './check.js';
import type { Check, Subject, Violation } from './check.js';

/** The rules of the baseline standard, by the names by which they are ordered (k8s.io/pod-security-admission/policy). */

const APP_ARMOR_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const isAppArmorValue = (value: string): boolean => /^(?:$|runtime\/default$|localhost\/)/.test(value);
const isProfile = (type: string): boolean => type === 'RuntimeDefault' || type === 'Localhost';

function appArmor({ metadata, spec }: Subject): Violation | undefined {
  const isBad = ({ appArmorProfile }: CommonSecurityContext): boolean =>
    appArmorProfile !== undefined && !isProfile(appArmorProfile.type);
  const annotations = Object.entries(metadata.annotations ?? {})
    .filter(([key, value]) => key.startsWith(APP_ARMOR_PREFIX) && !isAppArmorValue(value))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort();
  const who = setters(
    isBad(spec.securityContext ?? {}),
    named(spec, (_one, security) => isBad(security)),
  );
  const all = [who, ...(annotations.length === 0 ? [] : [plural('annotation', annotations)])].filter(
    (one) => one !== '',
  );
  if (all.length === 0) return undefined;
  const types = contextsOf(spec).flatMap(({ appArmorProfile }) => appArmorProfile?.type ?? []);
  const values = [...sorted(types.filter((type) => !isProfile(type))), ...annotations];
  return {
    reason: `forbidden AppArmor ${plural('profile', values)}`,
    detail: `${all.join(' and ')} must not set AppArmor profile type to ${quote(values)}`,
  };
}

const contextsOf = (spec: Subject['spec']): CommonSecurityContext[] => [
  spec.securityContext ?? {},
  ...everyContainer(spec).map(({ securityContext }) => securityContext ?? {}),
];

const DEFAULT_CAPABILITIES = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
]);

function capabilities({ spec }: Subject): Violation | undefined {
  const others = ({ securityContext }: Container): string[] =>
    (securityContext?.capabilities?.add ?? []).filter((one) => !DEFAULT_CAPABILITIES.has(one));
  const names = named(spec, (container) => others(container).length > 0);
  if (names.length === 0) return undefined;
  const added = quote(sorted(everyContainer(spec).flatMap(others)));
  return {
    reason: 'non-default capabilities',
    detail: `${containers(names)} must not include ${added} in securityContext.capabilities.add`,
  };
}

function hostNamespaces({ spec }: Subject): Violation | undefined {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  if (shared.length === 0) return undefined;
  return { reason: 'host namespaces', detail: shared.map((field) => `${field}=true`).join(', ') };
}

function hostPathVolumes({ spec }: Subject): Violation | undefined {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
  if (names.length === 0) return undefined;
  return { reason: 'hostPath volumes', detail: `${plural('volume', names)} ${quote(names)}` };
}

function hostPorts({ spec }: Subject): Violation | undefined {
  const portsOf = ({ ports = [] }: Container): string[] =>
    ports.flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [String(hostPort)]));
  const names = named(spec, (container) => portsOf(container).length > 0);
  if (names.length === 0) return undefined;
  const ports = sorted(everyContainer(spec).flatMap(portsOf));
  const detail = `${containers(names)} ${plural('uses', names, 'use')} ${plural('hostPort', ports)} ${ports.join(', ')}`;
  return { reason: 'hostPort', detail };
}

const hostOf = (handler: ProbeHandler | undefined): string[] =>
  [handler?.httpGet?.host ?? '', handler?.tcpSocket?.host ?? ''].filter((host) => host !== '');

function hostProbes({ spec }: Subject): Violation | undefined {
  const hostsOf = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): string[] =>
    [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].flatMap(hostOf);
  const names = sorted(named(spec, (container) => hostsOf(container).length > 0));
  if (names.length === 0) return undefined;
  const hosts = sorted(everyContainer(spec).flatMap(hostsOf));
  const what = `${plural('probe or lifecycle host', hosts)} ${quote(hosts)}`;
  return {
    reason: 'probe or lifecycle host',
    detail: `${containers(names)} ${plural('uses', names, 'use')} ${what}`,
  };
}

function privileged({ spec }: Subject): Violation | undefined {
  const names = named(spec, (_one, security) => security.privileged === true);
  if (names.length === 0) return undefined;
  return { reason: 'privileged', detail: `${containers(names)} must not set securityContext.privileged=true` };
}

function procMount({ spec }: Subject): Violation | undefined {
  const names = named(spec, (_one, security) => (security.procMount ?? 'Default') !== 'Default');
  if (names.length === 0) return undefined;
  const types = everyContainer(spec).flatMap(({ securityContext }) => securityContext?.procMount ?? []);
  const bad = quote(sorted(types.filter((type) => type !== 'Default')));
  return { reason: 'procMount', detail: `${containers(names)} must not set securityContext.procMount to ${bad}` };
}

const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

function seLinux({ spec }: Subject, minor: number): Violation | undefined {
  const types = new Set([...SELINUX_TYPES, ...(minor >= 31 ? ['container_engine_t'] : [])]);
  const isBad = ({ seLinuxOptions: { type = '', user = '', role = '' } = {} }: CommonSecurityContext): boolean =>
    !types.has(type) || user !== '' || role !== '';
  const who = setters(
    isBad(spec.securityContext ?? {}),
    named(spec, (_one, security) => isBad(security)),
  );
  if (who === '') return undefined;
  const options = contextsOf(spec).map(({ seLinuxOptions }) => seLinuxOptions ?? {});
  const badTypes = sorted(options.map(({ type = '' }) => type).filter((type) => !types.has(type)));
  const data = [
    ...(badTypes.length === 0 ? [] : [`${plural('type', badTypes)} ${quote(badTypes)}`]),
    ...(options.some(({ user = '' }) => user !== '') ? ['user may not be set'] : []),
    ...(options.some(({ role = '' }) => role !== '') ? ['role may not be set'] : []),
  ];
  return {
    reason: 'seLinuxOptions',
    detail: `${who} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
  };
}

/** Also what is wrong with profiles that were given, for the stricter standard. */
export function seccomp({ spec }: Subject): Violation | undefined {
  const isBad = ({ seccompProfile }: CommonSecurityContext): boolean =>
    seccompProfile !== undefined && !isProfile(seccompProfile.type);
  const who = setters(
    isBad(spec.securityContext ?? {}),
    named(spec, (_one, security) => isBad(security)),
  );
  if (who === '') return undefined;
  const types = contextsOf(spec).flatMap(({ seccompProfile }) => seccompProfile?.type ?? []);
  const bad = quote(sorted(types.filter((type) => !isProfile(type))));
  return { reason: 'seccompProfile', detail: `${who} must not set securityContext.seccompProfile.type to ${bad}` };
}

/** Kernel parameters that belong to the pod alone, by the minor version since which they may be set. */
const SYSCTLS: ReadonlyMap<string, number> = new Map([
  ['kernel.shm_rmid_forced', 0],
  ['net.ipv4.ip_local_port_range', 0],
  ['net.ipv4.tcp_syncookies', 0],
  ['net.ipv4.ping_group_range', 0],
  ['net.ipv4.ip_unprivileged_port_start', 0],
  ['net.ipv4.ip_local_reserved_ports', 27],
  ['net.ipv4.tcp_keepalive_time', 29],
  ['net.ipv4.tcp_fin_timeout', 29],
  ['net.ipv4.tcp_keepalive_intvl', 29],
  ['net.ipv4.tcp_keepalive_probes', 29],
  ['net.ipv4.tcp_rmem', 32],
  ['net.ipv4.tcp_wmem', 32],
]);

function sysctls({ spec }: Subject, minor: number): Violation | undefined {
  const names = (spec.securityContext?.sysctls ?? [])
    .map(({ name }) => name)
    .filter((name) => (SYSCTLS.get(name) ?? Infinity) > minor || !SYSCTLS.has(name));
  return names.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: names.join(', ') };
}

function windowsHostProcess({ spec }: Subject): Violation | undefined {
  const isBad = ({ windowsOptions }: CommonSecurityContext): boolean => windowsOptions?.hostProcess === true;
  const who = setters(
    isBad(spec.securityContext ?? {}),
    named(spec, (_one, security) => isBad(security)),
  );
  if (who === '') return undefined;
  return { reason: 'hostProcess', detail: `${who} must not set securityContext.windowsOptions.hostProcess=true` };
}

/** Those that stand in the stricter standard too, and those that it has in a stricter form, with the version that has it. */
export const BASELINE: readonly (Check & { readonly replacedSince?: number })[] = [
  { since: 0, find: appArmor },
  { since: 0, replacedSince: 22, find: capabilities },
  { since: 0, find: hostNamespaces },
  { since: 0, replacedSince: 0, find: hostPathVolumes },
  { since: 0, find: hostPorts },
  { since: 34, find: hostProbes },
  { since: 0, find: privileged },
  { since: 0, find: procMount },
  { since: 0, find: seLinux },
  { since: 19, replacedSince: 19, find: seccomp },
  { since: 0, find: sysctls },
  { since: 0, find: windowsHostProcess },
];
