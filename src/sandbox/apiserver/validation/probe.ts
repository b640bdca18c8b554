import type { Lifecycle, Probe, ProbeHandler } from '../../model/probe.js';
import { forbiddenValue, invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { notNegative, obeying, oneOf } from './choice.js';
import { headerNameFaults, portNameFaults } from './name.js';
import { validateNumber } from './port.js';

const TIMES = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

/** One success is enough for probes other than readiness. */
export function validateProbe(probe: Probe | undefined, field: string, needsOneSuccess: boolean): FieldError[] {
  if (probe === undefined) return [];
  const successes = probe.successThreshold ?? 1;
  return [
    ...validateHandler(probe, field),
    ...TIMES.flatMap((name) => notNegative(probe[name], `${field}.${name}`)),
    ...validateGrace(probe, `${field}.terminationGracePeriodSeconds`, needsOneSuccess),
    ...(needsOneSuccess && successes !== 1 ? [invalidValue(`${field}.successThreshold`, successes, 'must be 1')] : []),
  ];
}

/** Readiness kills nobody, so that there is nothing to be graceful about. */
function validateGrace(
  { terminationGracePeriodSeconds: seconds }: Probe,
  field: string,
  mayKill: boolean,
): FieldError[] {
  if (seconds === undefined) return [];
  if (!mayKill) return [invalidValue(field, seconds, 'must not be set for readinessProbes')];
  return seconds > 0 ? [] : [invalidValue(field, seconds, 'must be greater than 0')];
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

function validateHandler(handler: ProbeHandler, field: string): FieldError[] {
  const given = HANDLERS.filter((name) => handler[name] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) return [required(field, 'must specify a handler type')];
  return [
    ...VALIDATORS[first](handler, `${field}.${first}`),
    ...others.map((name) => forbiddenValue(`${field}.${name}`, 'may not specify more than 1 handler type')),
  ];
}

type Check = (handler: ProbeHandler, field: string) => FieldError[];

const VALIDATORS: Readonly<Record<(typeof HANDLERS)[number], Check>> = {
  exec: ({ exec }, field) => ((exec?.command ?? []).length === 0 ? [required(`${field}.command`)] : []),
  httpGet: ({ httpGet }, field) => [
    ...((httpGet?.path ?? '') === '' ? [required(`${field}.path`)] : []),
    ...validatePort(httpGet?.port ?? 0, `${field}.port`),
    ...oneOf(httpGet?.scheme, ['HTTP', 'HTTPS'], `${field}.scheme`),
    ...(httpGet?.httpHeaders ?? []).flatMap(({ name }) =>
      headerNameFaults(name).map((fault) => invalidValue(`${field}.httpHeaders`, name, fault)),
    ),
  ],
  tcpSocket: ({ tcpSocket }, field) => validatePort(tcpSocket?.port ?? 0, `${field}.port`),
  grpc: ({ grpc }, field) => validatePort(grpc?.port ?? 0, `${field}.port`),
  sleep: () => [],
};

function validatePort(port: number | string, field: string): FieldError[] {
  return typeof port === 'number' ? validateNumber(port, field) : obeying(port, field, portNameFaults);
}

export function validateLifecycle(lifecycle: Lifecycle | undefined, field: string, graceSeconds: number): FieldError[] {
  return (['postStart', 'preStop'] as const).flatMap((hook) => {
    const handler = lifecycle?.[hook];
    if (handler === undefined) return [];
    const seconds = handler.sleep?.seconds ?? 0;
    const words = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
    return [
      ...validateHandler(handler, `${field}.${hook}`),
      ...(seconds < 0 || seconds > graceSeconds ? [invalidValue(`${field}.${hook}.sleep`, seconds, words)] : []),
    ];
  });
}
