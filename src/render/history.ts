import type { Revision } from '../petset/history.js';
import { CHANGE_CAUSE_ANNOTATION, changeAnnotations } from '../petset/revision.js';
import type { PetSetRecord } from '../petset/record.js';
import { humanDuration } from './duration.js';
import { escapeTerminal } from './escape.js';
import { tableLines } from './table.js';
import { widthOf } from './width.js';

/** What the wide table says of the pets: by the hash of their revision their ordinals. */
export type PetsByRevision = ReadonlyMap<string, readonly number[]>;

interface Column {
  readonly title: string;
  readonly cell: (revision: Revision, pets: PetsByRevision, now: number) => string;
  readonly onlyWide?: true;
}

/** The columns of `kubectl rollout history`, and two of ours. */
const COLUMNS: readonly Column[] = [
  { title: 'REVISION', cell: ({ number }) => String(number) },
  { title: 'CHANGE-CAUSE', cell: ({ cause = '' }) => (cause === '' ? '<none>' : escapeTerminal(cause)) },
  { title: 'PETS', cell: ({ hash }, pets) => ordinalWords(pets.get(hash) ?? []), onlyWide: true },
  { title: 'AGE', cell: ({ createdAt }, _pets, now) => humanDuration(now - Date.parse(createdAt)), onlyWide: true },
];

/** kubectl sets this table with two spaces, and as narrow as it goes. */
const STYLE = { gap: 2, narrowest: 0, widthOf };

/** The table of revisions, a line each; with the pets where these are given. `now` is in epoch milliseconds. */
export function historyTable(
  revisions: readonly Revision[],
  pets: PetsByRevision | undefined,
  now: number,
): readonly string[] {
  const columns = COLUMNS.filter(({ onlyWide }) => pets !== undefined || onlyWide !== true);
  const known: PetsByRevision = pets ?? new Map<string, readonly number[]>();
  return tableLines(
    columns.map(({ title }) => title),
    revisions.map((revision) => columns.map(({ cell }) => cell(revision, known, now))),
    STYLE,
  );
}

/** `0-2,5`; the ordinals come lowest first. */
export function ordinalWords(ordinals: readonly number[]): string {
  const runs: { readonly first: number; last: number }[] = [];
  for (const ordinal of ordinals) {
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === ordinal) run.last = ordinal;
    else runs.push({ first: ordinal, last: ordinal });
  }
  return runs.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(',') || '<none>';
}

/** The set as it is with the template of a revision, as kubectl shows a StatefulSet of a revision. */
export function revisionObject({ set, ref, createdAt, stored }: PetSetRecord, revision: Revision): object {
  const { uid, resourceVersion } = stored.metadata;
  const { [CHANGE_CAUSE_ANNOTATION]: ofThePresent, ...annotations } = set.metadata.annotations ?? {};
  return {
    ...set,
    metadata: {
      ...set.metadata,
      annotations: { ...annotations, ...changeAnnotations(revision) },
      namespace: ref.namespace,
      uid,
      resourceVersion,
      creationTimestamp: createdAt,
    },
    spec: { ...set.spec, template: revision.template },
  };
}
