import { formatFieldError } from './field-error.js';
import { HANDOVER_ANNOTATION } from './handover.js';
import { INITIALIZED_ANNOTATION } from './identity.js';
import type { Json, JsonObject, Served } from './kubernetes.js';
import { LAST_APPLIED_ANNOTATION } from './last-applied.js';
import { PETSET_API_VERSION, PETSET_KIND, type PetSet } from './petset.js';
import { readPetSet } from './read-petset.js';
import {
  brokenBy,
  type Data,
  MOVING_ANNOTATION,
  parseJson,
  readMarks,
  type RecordContent,
  type RecordKeeping,
  type RecordObject,
  TEARDOWN_ANNOTATION,
  withEntries,
  withMarks,
} from './record-form.js';
import { readReplacements, type Replacement } from './replacement.js';
import { revisionHash } from './revision.js';
import { readRollout, type Rollout } from './rollout.js';

const ROLLOUT_ANNOTATION = 'petset.dev/rollout';
/** The hash of the template that the annotation beside it is about. */
const ROLLOUT_OF_ANNOTATION = 'petset.dev/rollout-of';
const REPLACE_ANNOTATION = 'petset.dev/replace';

/** Annotations that say something of the record, not of the set. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  ROLLOUT_ANNOTATION,
  ROLLOUT_OF_ANNOTATION,
  REPLACE_ANNOTATION,
  TEARDOWN_ANNOTATION,
  MOVING_ANNOTATION,
  HANDOVER_ANNOTATION,
  INITIALIZED_ANNOTATION,
  LAST_APPLIED_ANNOTATION,
]);

/** A record as a custom resource: the set itself, so that kubectl's own verbs work on it, and annotations for the rest. */
export const IN_CUSTOM_RESOURCE: RecordKeeping = {
  write: (content, present) => {
    const { set, rollout, replacements } = content;
    const { labels, annotations, ...metadata } = present.metadata;
    const kept = ofRecord(annotations);
    const wishes = withEntries(withMarks(kept, content), {
      [ROLLOUT_ANNOTATION]: rollout && JSON.stringify(rollout),
      [ROLLOUT_OF_ANNOTATION]: rollout && revisionHash(set.spec.template),
      [REPLACE_ANNOTATION]: replacements.length === 0 ? undefined : JSON.stringify(replacements),
    });
    const all = { ...ofSet(set.metadata.annotations), ...wishes };
    return {
      ...present,
      metadata: {
        ...metadata,
        ...(set.metadata.labels && { labels: set.metadata.labels }),
        ...(Object.keys(all).length > 0 && { annotations: all }),
      },
      // A set that was read from JSON is JSON.
      spec: set.spec as unknown as JsonObject,
    };
  },
  read: (stored) => {
    const set = readSet(stored);
    return { set, ...readWishes(stored, set), ...readMarks(stored) };
  },
};

function readSet(stored: Served<RecordObject>): PetSet {
  const { name, labels, annotations } = stored.metadata;
  const own = ofSet(annotations);
  const document: Json = {
    apiVersion: PETSET_API_VERSION,
    kind: PETSET_KIND,
    metadata: { name, ...(labels && { labels }), ...(Object.keys(own).length > 0 && { annotations: own }) },
    spec: stored.spec,
  };
  const read = readPetSet(document);
  if (!read.ok) throw brokenBy(stored)(read.errors.map(formatFieldError).join('; '));
  return read.set;
}

/** A set that says some of it too, in whatever file it was written, says it of nothing. */
function ofSet(annotations: Data | undefined): Data {
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([key]) => !BOOKKEEPING.has(key)));
}

function ofRecord(annotations: Data | undefined): Data {
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([key]) => BOOKKEEPING.has(key)));
}

function readWishes(stored: Served<RecordObject>, set: PetSet): Pick<RecordContent, 'rollout' | 'replacements'> {
  return { rollout: rolloutOf(stored, revisionHash(set.spec.template)), replacements: readReplace(stored) };
}

/**
 * Whoever edits the template with kubectl knows nothing of what is remembered beside it: a rollout that was asked for was of
 * another template then and is over, and where there was none, the pets come from the template that was reported last.
 */
function rolloutOf(stored: Served<RecordObject>, hash: string): Rollout | undefined {
  const written = readWritten(stored);
  const { [ROLLOUT_OF_ANNOTATION]: of } = stored.metadata.annotations ?? {};
  if (written !== undefined) return of === hash ? written : { from: written.from, wish: undefined };
  const reported = stored.status?.updateRevision;
  return reported === undefined || reported === hash ? undefined : { from: reported, wish: undefined };
}

/** Whether what is remembered of a rollout is in the record as it is read, or only follows from what somebody has edited. */
export function isRolloutWritten(
  { metadata }: Served<RecordObject>,
  { rollout, hash }: { readonly rollout: Rollout | undefined; readonly hash: string },
): boolean {
  const { [ROLLOUT_ANNOTATION]: written, [ROLLOUT_OF_ANNOTATION]: of } = metadata.annotations ?? {};
  return written === undefined ? rollout === undefined : of === hash;
}

function readWritten(stored: Served<RecordObject>): Rollout | undefined {
  const written = stored.metadata.annotations?.[ROLLOUT_ANNOTATION];
  if (written === undefined) return undefined;
  const broken = brokenBy(stored);
  const read = readRollout(parseJson(written, broken));
  if (!read.ok) throw broken(`its annotation ${ROLLOUT_ANNOTATION}: ${read.why}`);
  return read.rollout;
}

function readReplace(stored: Served<RecordObject>): readonly Replacement[] {
  const written = stored.metadata.annotations?.[REPLACE_ANNOTATION];
  if (written === undefined) return [];
  const broken = brokenBy(stored);
  const read = readReplacements(parseJson(written, broken));
  if (!read.ok) throw broken(`its annotation ${REPLACE_ANNOTATION}: ${read.why}`);
  return read.replacements;
}
