import { required } from '../field-error.js';
import { PETSET_API_VERSION, PETSET_KIND, type UpdateStrategy } from '../petset.js';
import { mapAt } from './annotations.js';
import { type Draft, has, put, refuse, type Target, textAt, through, using } from './draft.js';
import { dropStatus, fillIn, labelsFromTemplate, selectorFromTemplate } from './edits.js';
import { named, rowName } from './kinds.js';

/** A version of what became our PetSet, with the defaults that it had. */
export interface SetRow {
  readonly apiVersion: string;
  readonly kind: string;
  readonly updateStrategy: UpdateStrategy['type'];
  /** Where the selector and the labels of a set that has none come from; some versions ask for a selector. */
  readonly selector: 'of the template' | 'required';
  readonly source: string;
}

/** Everything that is a set: the defaults are those of pkg/apis/apps/VERSION/defaults.go. */
export const SET_ROWS: readonly SetRow[] = [
  {
    apiVersion: 'apps/v1alpha1',
    kind: 'PetSet',
    updateStrategy: 'OnDelete',
    selector: 'of the template',
    source: 'pkg/apis/apps/v1alpha1/defaults.go (1.4)',
  },
  {
    apiVersion: 'apps/v1beta1',
    kind: 'StatefulSet',
    updateStrategy: 'OnDelete',
    selector: 'of the template',
    source: 'pkg/apis/apps/v1beta1/defaults.go (1.8)',
  },
  {
    apiVersion: 'apps/v1beta2',
    kind: 'StatefulSet',
    updateStrategy: 'RollingUpdate',
    selector: 'required',
    source: 'pkg/apis/apps/v1beta2/defaults.go (1.9)',
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    updateStrategy: 'RollingUpdate',
    selector: 'required',
    source: 'pkg/apis/apps/v1/defaults.go (1.34)',
  },
  {
    apiVersion: PETSET_API_VERSION,
    kind: PETSET_KIND,
    updateStrategy: 'OnDelete',
    selector: 'of the template',
    source: 'src/petset/defaults.ts',
  },
];

/** What a set is to be called, and how it is updated where it does not say. */
export const TARGETS: Readonly<
  Record<
    Target,
    { readonly apiVersion: string; readonly kind: string; readonly updateStrategy: UpdateStrategy['type'] }
  >
> = {
  petset: { apiVersion: PETSET_API_VERSION, kind: PETSET_KIND, updateStrategy: 'OnDelete' },
  statefulset: { apiVersion: 'apps/v1', kind: 'StatefulSet', updateStrategy: 'RollingUpdate' },
};

export function setRowOf(draft: Draft): SetRow | undefined {
  const apiVersion = textAt(draft, ['apiVersion']);
  const kind = textAt(draft, ['kind']);
  return SET_ROWS.find((row) => row.apiVersion === apiVersion && row.kind === kind);
}

/** Takes a set of any version for what it meant there, as what it is to become. */
export function translateSet(draft: Draft, target: Target): Draft {
  const row = setRowOf(draft);
  if (row === undefined) return draft;
  const today = TARGETS[target];
  if (today.apiVersion === row.apiVersion && today.kind === row.kind) return draft;
  const isOurs = row.apiVersion === PETSET_API_VERSION;
  const steps = [
    ...(row.selector === 'required' ? [requireSelector] : []),
    ...(row.selector === 'required' ? [] : [selectorFromTemplate.step]),
    ...(row.selector === 'required' || isOurs ? [] : [labelsFromTemplate.step]),
    ...(row.updateStrategy === today.updateStrategy
      ? []
      : [fillIn(['spec', 'updateStrategy', 'type'], row.updateStrategy).step]),
    dropStatus.step,
  ];
  const emptied = isOurs ? withoutEmptySelector(draft) : draft;
  return through(using(named(emptied, today), rowName(row)), steps);
}

function requireSelector(draft: Draft): Draft {
  const place = ['spec', 'selector'];
  return has(draft, place) ? draft : refuse(draft, required(place, 'this version has no default for it'));
}

/** In a PetSet of ours an empty selector is none. */
function withoutEmptySelector(draft: Draft): Draft {
  const place = ['spec', 'selector'];
  const parts = Object.values(mapAt(draft.document, place));
  return parts.every((part) => Object.keys(part ?? {}).length === 0) ? put(draft, place, undefined) : draft;
}
