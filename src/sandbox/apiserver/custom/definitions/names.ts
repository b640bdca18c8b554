import { equalJson } from '../../../model/json.js';
import type { Definition, DefinitionCondition, Names } from '../definition.js';
import { isTrue } from '../definition.js';
import { setCondition } from './conditions.js';

/**
 * Accepts of a draft the names that no other definition of its group has; false if nothing is new (apiextensions-apiserver
 * pkg/controller/status/naming_controller.go).
 */
export function acceptNames(draft: Definition, others: readonly Definition[], now: number): boolean {
  const { spec, status } = draft;
  if (equalJson(spec.names, status.acceptedNames)) return false;
  const taken = takenNames(others.filter((other) => other.spec.group === spec.group));
  const { names, conflict } = settle(spec.names, status.acceptedNames, taken);
  const condition = conditionOf(conflict);
  const present = status.conditions?.find(({ type }) => type === condition.type);
  if (equalJson(names, status.acceptedNames) && isSame(present, condition)) return false;
  draft.status = { ...status, acceptedNames: names };
  setCondition(draft, now, condition);
  if (!isTrue(draft, 'Established')) setCondition(draft, now, conflict === undefined ? INSTALLING : NOT_ACCEPTED);
  return true;
}

const conditionOf = (conflict: Conflict | undefined): DefinitionCondition => ({
  type: 'NamesAccepted',
  status: conflict === undefined ? 'True' : 'False',
  reason: conflict?.reason ?? 'NoConflicts',
  message: conflict?.message ?? 'no conflicts found',
});

const isSame = (present: DefinitionCondition | undefined, wanted: DefinitionCondition): boolean =>
  present?.status === wanted.status && present.reason === wanted.reason && present.message === wanted.message;

const ESTABLISHED = { type: 'Established', status: 'False' };
const NOT_ACCEPTED = { ...ESTABLISHED, reason: 'NotAccepted', message: 'not all names are accepted' };
const INSTALLING = { ...ESTABLISHED, reason: 'Installing', message: 'the initial names have been accepted' };

interface Taken {
  readonly resources: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

function takenNames(others: readonly Definition[]): Taken {
  const all = others.map(({ status }) => status.acceptedNames);
  return {
    resources: new Set(all.flatMap(({ plural, singular = '', shortNames = [] }) => [plural, singular, ...shortNames])),
    kinds: new Set(all.flatMap(({ kind, listKind = '' }) => [kind, listKind])),
  };
}

interface Conflict {
  readonly reason: string;
  readonly message: string;
}

/** Names that may be had; the last conflict is the one that is told. */
function settle(wanted: Names, accepted: Names, { resources, kinds }: Taken): { names: Names; conflict?: Conflict } {
  const names: Names = { ...accepted };
  let conflict: Conflict | undefined;
  const take = (
    field: 'plural' | 'singular' | 'kind' | 'listKind',
    taken: ReadonlySet<string>,
    reason: string,
  ): void => {
    const name = wanted[field] ?? '';
    if (name !== accepted[field] && taken.has(name)) conflict = { reason, message: inUse(name) };
    else names[field] = name;
  };
  take('plural', resources, 'PluralConflict');
  take('singular', resources, 'SingularConflict');
  const { shortNames = [], categories } = wanted;
  const clashes = shortNames.filter((name) => accepted.shortNames?.includes(name) !== true && resources.has(name));
  if (clashes.length > 0) conflict = { reason: 'ShortNamesConflict', message: aggregate(clashes.map(inUse)) };
  else if (shortNames.length > 0) names.shortNames = shortNames;
  else delete names.shortNames;
  take('kind', kinds, 'KindConflict');
  take('listKind', kinds, 'ListKindConflict');
  if (categories === undefined) delete names.categories;
  else names.categories = categories;
  return { names: ordered(names), ...(conflict !== undefined && { conflict }) };
}

const inUse = (name: string): string => `${JSON.stringify(name)} is already in use`;

const aggregate = (messages: readonly string[]): string =>
  messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`;

/** In the order of the struct. */
export const ordered = ({ plural, singular, shortNames, kind, listKind, categories }: Names): Names => ({
  plural,
  ...(singular !== undefined && singular !== '' && { singular }),
  ...(shortNames !== undefined && { shortNames }),
  kind,
  ...(listKind !== undefined && listKind !== '' && { listKind }),
  ...(categories !== undefined && { categories }),
});
