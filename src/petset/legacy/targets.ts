import { type Draft, put, type Target, tell, textAt } from './draft.js';
import { KIND_ROWS, rowName } from './kinds.js';
import { SET_ROWS, TARGETS } from './sets.js';

/** An autoscaler says which version of a kind it scales, and that may be one of then too. */
export function translateScaleTarget(draft: Draft, target: Target): Draft {
  if (textAt(draft, ['kind']) !== 'HorizontalPodAutoscaler') return draft;
  const place = ['spec', 'scaleTargetRef'];
  const written = { apiVersion: textAt(draft, [...place, 'apiVersion']), kind: textAt(draft, [...place, 'kind']) };
  const isIt = (row: typeof written): boolean => rowName(row) === rowName(written);
  const today = SET_ROWS.some(isIt) ? TARGETS[target] : KIND_ROWS.find(isIt)?.today;
  const { apiVersion, kind } = { ...written, ...today };
  if (rowName({ apiVersion, kind }) === rowName(written)) return draft;
  const renamed = put(put(draft, [...place, 'apiVersion'], apiVersion), [...place, 'kind'], kind);
  const told = `spec.scaleTargetRef: ${rowName(written)} became ${rowName({ apiVersion, kind })}`;
  return tell(renamed, [...place, 'apiVersion'], told);
}
