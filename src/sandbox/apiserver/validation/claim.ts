import { asJson, equalJson } from '../../model/json.js';
import { quantityNano } from '../../model/quantity.js';
import type { Claim, ClaimSpec } from '../../model/volume.js';
import { forbiddenValue, invalidValue, notSupported, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { obeying } from './choice.js';
import { dumpLines } from './immutable/dump.js';
import { unifiedDiff } from './immutable/unified-diff.js';
import { dnsSubdomainFaults } from './name.js';
import { validateLabelSelector } from './selector.js';

/** How volumes can be mounted, of claims and of volumes. */
export const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** The mode that goes with no other. */
const ALONE = 'ReadWriteOncePod';

export function validateClaim({ spec }: Claim): FieldError[] {
  return validateClaimSpec(spec, 'spec');
}

export function validateClaimSpec(spec: ClaimSpec, field: string): FieldError[] {
  const { accessModes: modes = [], volumeMode, storageClassName } = spec;
  return [
    ...(modes.length === 0 ? [required(`${field}.accessModes`, 'at least 1 access mode is required')] : []),
    ...validateLabelSelector(spec.selector, `${field}.selector`),
    ...modes
      .filter((mode) => !ACCESS_MODES.includes(mode))
      .map((mode) => notSupported(`${field}.accessModes`, mode, ACCESS_MODES)),
    ...(modes.includes(ALONE) && modes.length > 1
      ? [forbiddenValue(`${field}.accessModes`, `may not use ${ALONE} with other access modes`)]
      : []),
    ...validateSize(spec, field),
    ...obeying(storageClassName, `${field}.storageClassName`, dnsSubdomainFaults),
    ...(volumeMode === undefined || volumeMode === 'Filesystem' || volumeMode === 'Block'
      ? []
      : [notSupported(`${field}.volumeMode`, volumeMode, ['Block', 'Filesystem'])]),
    ...validateDataSources(spec, field),
  ];
}

/** What a claim is to be filled from, which may be said in two ways. */
function validateDataSources({ dataSource, dataSourceRef }: ClaimSpec, field: string): FieldError[] {
  const { namespace = '', ...local } = dataSourceRef ?? {};
  const isBoth = dataSource !== undefined && dataSourceRef !== undefined;
  const namesBoth = 'may not be specified when dataSourceRef.namespace is specified';
  return [
    ...validateDataSource(dataSource, `${field}.dataSource`),
    ...validateDataSource(dataSourceRef, `${field}.dataSourceRef`),
    // The server shows a path where it means a value.
    ...(isBoth && namespace !== '' ? [invalidValue(field, {}, namesBoth)] : []),
    ...(isBoth && namespace === '' && !equalJson(dataSource, local)
      ? [invalidValue(field, {}, 'must match dataSourceRef')]
      : []),
  ];
}

function validateDataSource(source: ClaimSpec['dataSource'], field: string): FieldError[] {
  if (source === undefined) return [];
  const { name, kind } = source;
  const apiGroup = source.apiGroup ?? '';
  const words = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
  return [
    ...(name === '' ? [required(`${field}.name`)] : []),
    ...(kind === '' ? [required(`${field}.kind`)] : []),
    ...(apiGroup === '' && kind !== 'PersistentVolumeClaim' ? [invalidValue(field, kind, words)] : []),
    ...obeying(apiGroup, `${field}.apiGroup`, dnsSubdomainFaults),
  ];
}

function validateSize({ resources }: ClaimSpec, field: string): FieldError[] {
  const size = resources.requests?.storage;
  if (size === undefined) return [required(`${field}.resources[storage]`)];
  if (quantityNano(size) > 0n) return [];
  return [invalidValue(`${field}.resources[storage]`, size, 'must be greater than zero')];
}

const IMMUTABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** What an update may not change of a claim: a bound one may grow, and one that names no volume may be given one. */
export function validateClaimUpdate(claim: Claim, present: Claim): FieldError[] {
  return [...validateSpecChange(claim, present), ...validateShrinking(claim, present)];
}

function validateSpecChange({ spec }: Claim, { spec: was, status }: Claim): FieldError[] {
  const allowed = { ...spec, ...(status.phase === 'Bound' && { resources: withRequests(spec, was) }) };
  // The binding of a claim is an update like any other.
  const rest = was.volumeName === undefined ? withoutVolume(allowed) : allowed;
  if (equalJson(rest, was)) return [];
  const lines = (of: ClaimSpec): string[] => dumpLines('PersistentVolumeClaimSpec', asJson(of));
  return [forbiddenValue('spec', `${IMMUTABLE}\n${unifiedDiff(lines(was), lines(rest))}`)];
}

const withRequests = (spec: ClaimSpec, was: ClaimSpec): ClaimSpec['resources'] => ({
  ...spec.resources,
  ...(was.resources.requests !== undefined && { requests: was.resources.requests }),
});

function withoutVolume({ volumeName: _, ...spec }: ClaimSpec): ClaimSpec {
  return spec;
}

function validateShrinking({ spec }: Claim, { spec: was, status }: Claim): FieldError[] {
  if (status.phase !== 'Bound') return [];
  const size = (of: ClaimSpec): bigint => quantityNano(of.resources.requests?.storage ?? '0');
  const capacity = quantityNano(status.capacity?.storage ?? '0');
  // Back to the very capacity is too far as well, whatever the words say.
  const isTooSmall = size(spec) < size(was) && size(spec) <= capacity;
  if (!isTooSmall) return [];
  return [forbiddenValue('spec.resources.requests.storage', 'field can not be less than status.capacity')];
}
