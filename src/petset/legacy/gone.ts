import { forbidden } from '../field-error.js';
import { getIn } from '../json-edit.js';
import { refuse, type Step, using } from './draft.js';
import { rowName } from './kinds.js';

/** A kind that no server of today has anything in place of that could be written from it alone. */
export interface GoneRow {
  readonly apiVersion: string;
  readonly kind: string;
  /** Why, and what to do. */
  readonly why: string;
}

const POD_SECURITY =
  'servers of 1.25 and newer have no pod security policies, and what replaces them is said about whole namespaces: label yours, as in pod-security.kubernetes.io/enforce: baseline';

export const GONE_ROWS: readonly GoneRow[] = [
  { apiVersion: 'extensions/v1beta1', kind: 'PodSecurityPolicy', why: POD_SECURITY },
  { apiVersion: 'policy/v1beta1', kind: 'PodSecurityPolicy', why: POD_SECURITY },
  {
    apiVersion: 'extensions/v1beta1',
    kind: 'ThirdPartyResource',
    why: 'its objects had no schema, and those of a CustomResourceDefinition of apiextensions.k8s.io/v1 must have one: write that',
  },
  {
    apiVersion: 'settings.k8s.io/v1alpha1',
    kind: 'PodPreset',
    why: 'servers of 1.20 and newer have no pod presets: write what it says into the templates that it selects',
  },
];

/** An annotation that cannot be translated, since what it says takes another object today. */
export interface GoneAnnotationRow {
  readonly kind: string;
  readonly annotation: string;
  readonly why: string;
}

export const GONE_ANNOTATION_ROWS: readonly GoneAnnotationRow[] = [
  {
    kind: 'Namespace',
    annotation: 'net.beta.kubernetes.io/network-policy',
    why: 'what kept everybody out is a NetworkPolicy of its own today, with podSelector: {} and policyTypes: [Ingress]: write one',
  },
];

export const refuseGone: Step = (draft) => {
  const kind = getIn(draft.document, ['kind']);
  const apiVersion = getIn(draft.document, ['apiVersion']);
  const row = GONE_ROWS.find((each) => each.kind === kind && each.apiVersion === apiVersion);
  if (row !== undefined) return using(refuse(draft, forbidden(['kind'], row.why)), rowName(row));
  return GONE_ANNOTATION_ROWS.filter((each) => each.kind === kind).reduce((at, { annotation, why }) => {
    const place = ['metadata', 'annotations', annotation];
    return getIn(at.document, place) === undefined ? at : using(refuse(at, forbidden(place, why)), annotation);
  }, draft);
};
