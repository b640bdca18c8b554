import { type FieldPath, formatPath } from '../field-error.js';
import { getIn, isList, isMap } from '../json-edit.js';
import type { Json } from '../kubernetes.js';
import { type Draft, has, moved, put, type Step, takeAway, tell } from './draft.js';

/** What has to be done about one version of a kind, besides its name. */
export interface Edit {
  /** For a reader of the table. */
  readonly says: string;
  readonly step: Step;
}

const isFull = (value: Json | undefined): value is Json => isMap(value) && Object.keys(value).length > 0;

/** Every kind with a template had its selector from the template's labels, up to apps/v1beta2. */
export const selectorFromTemplate: Edit = {
  says: 'a missing `spec.selector` is that of the labels of the template',
  step: (draft) => {
    const labels = getIn(draft.document, ['spec', 'template', 'metadata', 'labels']);
    if (has(draft, ['spec', 'selector']) || !isFull(labels)) return draft;
    const told = 'spec.selector filled in from the labels of the template';
    return tell(put(draft, ['spec', 'selector'], { matchLabels: labels }), ['spec', 'selector'], told);
  },
};

/** So that `kubectl delete petset,po -l app=nginx` finds the set too. */
export const labelsFromTemplate: Edit = {
  says: 'missing `metadata.labels` are those of the template',
  step: (draft) => {
    const labels = getIn(draft.document, ['spec', 'template', 'metadata', 'labels']);
    const place = ['metadata', 'labels'];
    if (isFull(getIn(draft.document, place)) || !isFull(labels)) return draft;
    return tell(put(draft, place, labels), place, 'metadata.labels filled in from the labels of the template');
  },
};

/** A default that is another one today, or none. */
export function fillIn(path: FieldPath, value: Json): Edit {
  const what = `${formatPath(path)}: ${JSON.stringify(value)}`;
  return {
    says: `without it, \`${what}\``,
    step: (draft) => {
      if (has(draft, path)) return draft;
      return tell(put(draft, path, value), path, `${what} filled in, which was the default of this version`);
    },
  };
}

export function onlyIf(says: string, condition: (document: Json) => boolean, { step, ...edit }: Edit): Edit {
  return { says: `${edit.says}, ${says}`, step: (draft) => (condition(draft.document) ? step(draft) : draft) };
}

export function drop(path: FieldPath, why: string): Edit {
  return {
    says: `\`${formatPath(path)}\` dropped: ${why}`,
    step: (draft) =>
      has(draft, path) ? tell(takeAway(draft, path), path, `${formatPath(path)} dropped: ${why}`) : draft,
  };
}

/** A field that has another name, or another place, today. */
export function rename(from: FieldPath, to: FieldPath): Edit {
  const told = `${formatPath(from)} became ${formatPath(to)}`;
  return {
    says: `\`${formatPath(from)}\` became \`${formatPath(to)}\``,
    step: (draft) => (has(draft, from) ? tell(renamed(draft, from, to), to, told) : draft),
  };
}

/** The field in its new place, which knows the old one; nothing is told. */
export function renamed(draft: Draft, from: FieldPath, to: FieldPath): Draft {
  const value = getIn(draft.document, from);
  return moved(put(takeAway(draft, from), to, value), { to, from });
}

/** What a server writes, and nobody else may. */
export const dropStatus: Edit = {
  says: '`status` dropped',
  step: (draft) =>
    'status' in (isMap(draft.document) ? draft.document : {})
      ? tell(put(draft, ['status'], undefined), ['status'], 'status dropped: a server writes it')
      : draft,
};

/** The paths of the items of a list, wherever it is. */
export function itemsOf(document: Json, path: FieldPath): readonly FieldPath[] {
  const list = getIn(document, path);
  return isList(list) ? list.map((_, index) => [...path, index]) : [];
}
