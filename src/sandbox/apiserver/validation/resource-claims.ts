import { asJson } from '../../model/json.js';
import type { PodResourceClaim } from '../../model/pod.js';
import { duplicate, invalidValue, required } from '../status/field-error.js';
import type { FieldError } from '../status/field-error.js';
import { obeying } from './choice.js';
import { dumpStruct } from './immutable/dump.js';
import { dnsLabelFaults, dnsSubdomainFaults } from './name.js';

/** Devices that a pod asks for (validatePodResourceClaims). */
export function validateResourceClaims(claims: readonly PodResourceClaim[], field: string): FieldError[] {
  const names = claims.map(({ name }) => name);
  return claims.flatMap((claim, index) => {
    const path = `${field}[${index}]`;
    return [
      ...validateName(claim.name, names.indexOf(claim.name) < index, `${path}.name`),
      ...validateSource(claim, path),
      ...obeying(claim.resourceClaimName, `${path}.resourceClaimName`, dnsSubdomainFaults),
      ...obeying(claim.resourceClaimTemplateName, `${path}.resourceClaimTemplateName`, dnsSubdomainFaults),
    ];
  });
}

function validateName(name: string, isRepeated: boolean, field: string): FieldError[] {
  if (name === '') return [required(field)];
  return isRepeated ? [duplicate(field, name)] : obeying(name, field, dnsLabelFaults);
}

const BOTH = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
const NEITHER = 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`';

function validateSource(claim: PodResourceClaim, field: string): FieldError[] {
  const count = [claim.resourceClaimName, claim.resourceClaimTemplateName].filter((name) => name !== undefined).length;
  if (count === 1) return [];
  return [invalidValue(field, dumpStruct('PodResourceClaim', asJson(claim)), count === 0 ? NEITHER : BOTH)];
}
