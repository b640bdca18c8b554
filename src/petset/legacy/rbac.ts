import type { FieldPath } from '../field-error.js';
import { getIn } from '../json-edit.js';
import { type Draft, has, put, takeAway, tell } from './draft.js';
import { type Edit, itemsOf } from './edits.js';

const GROUP = 'rbac.authorization.k8s.io';

/** Subjects of v1alpha1 had a version, and `*` for everybody (pkg/apis/rbac/v1alpha1/conversion.go, 1.8). */
export const BINDING_EDITS: readonly Edit[] = [
  {
    says: '`apiVersion` of a subject and of `roleRef` became `apiGroup`; the user `*` became the group `system:authenticated`',
    step: (draft: Draft): Draft => {
      const subjects = itemsOf(draft.document, ['subjects']);
      return [...subjects, ['roleRef']].reduce(withGroup, subjects.reduce(everybody, draft));
    },
  },
];

export const ROLE_EDITS: readonly Edit[] = [
  {
    says: '`attributeRestrictions` of a rule dropped: no authorizer ever asked for them',
    step: (draft: Draft): Draft =>
      itemsOf(draft.document, ['rules']).reduce((at, rule) => {
        const place = [...rule, 'attributeRestrictions'];
        if (!has(at, place)) return at;
        return tell(takeAway(at, place), place, 'attributeRestrictions dropped: no authorizer ever asked for them');
      }, draft),
  },
];

function everybody(draft: Draft, subject: FieldPath): Draft {
  const isEverybody =
    getIn(draft.document, [...subject, 'kind']) === 'User' && getIn(draft.document, [...subject, 'name']) === '*';
  if (!isEverybody) return draft;
  const named = put(put(draft, [...subject, 'kind'], 'Group'), [...subject, 'name'], 'system:authenticated');
  return tell(named, [...subject, 'name'], 'the user * became the group system:authenticated');
}

function withGroup(draft: Draft, object: FieldPath): Draft {
  const version = [...object, 'apiVersion'];
  if (!has(draft, version)) return draft;
  const isAccount = getIn(draft.document, [...object, 'kind']) === 'ServiceAccount';
  const group = isAccount ? '' : GROUP;
  const grouped = put(put(draft, version, undefined), [...object, 'apiGroup'], group);
  return tell(grouped, version, `apiVersion became apiGroup: ${JSON.stringify(group)}`);
}
