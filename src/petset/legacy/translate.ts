import type { FieldPath } from '../field-error.js';
import { getIn } from '../json-edit.js';
import type { Json } from '../kubernetes.js';
import { translateRow } from './annotations.js';
import { type Draft, draftOf, type Step, type Target, through } from './draft.js';
import { refuseGone } from './gone.js';
import { translateKind } from './kinds.js';
import { ANNOTATION_TABLES, podPlaces } from './places.js';
import { withoutOverwritten } from './set-template.js';
import { setRowOf, translateSet } from './sets.js';
import { withoutOurs } from './statefulset.js';
import { translateScaleTarget } from './targets.js';
import { warnOfPersistentVolume, warnOfVolumes } from './volumes.js';

export interface TranslateOptions {
  /** What sets are to become. */
  readonly target?: Target;
  /** Where documents belong that do not say so. */
  readonly namespace?: string | undefined;
}

/** Takes a document of 2016 for what it meant; one of today comes back as it is. */
export function translateLegacy(document: Json, { target = 'petset', namespace }: TranslateOptions = {}): Draft {
  const own = getIn(document, ['metadata', 'namespace']);
  const isSet = setRowOf(draftOf(document)) !== undefined;
  return through(draftOf(document), [
    refuseGone,
    translateKind,
    (draft) => translateSet(draft, target),
    (draft) => translateScaleTarget(draft, target),
    translateAnnotations(document, typeof own === 'string' ? own : namespace),
    ...(isSet ? [withoutOverwritten] : []),
    ...(isSet && target === 'statefulset' ? [withoutOurs] : []),
    ...podPlaces(document).map(warnOfVolumes),
    ...(getIn(document, ['kind']) === 'PersistentVolume' ? [warnOfPersistentVolume] : []),
  ]);
}

function translateAnnotations(written: Json, namespace: string | undefined): Step {
  return (draft) =>
    ANNOTATION_TABLES.reduce(
      (at, { placesIn, rows }) =>
        placesIn(written).reduce<Draft>(
          (each, path: FieldPath) =>
            rows.reduce((done, row) => translateRow(done, { path, namespace, written }, row), each),
          at,
        ),
      draft,
    );
}
