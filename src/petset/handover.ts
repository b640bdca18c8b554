import type { Failure } from './failure.js';
import { isMap } from './json-edit.js';
import type { ObjectMeta } from './kubernetes.js';

/** On a record: its pets are on their way from somebody else, or to somebody else. Until they are there nobody reconciles it. */
export const HANDOVER_ANNOTATION = 'petset.dev/handover';

/** From whom pets come, or to whom they go, and what has to be known to go on with it. */
export type Handover =
  /** By its uid. `current` is the ControllerRevision that pets below its partition are made from. */
  | { readonly from: 'statefulset'; readonly uid: string; readonly current?: string }
  /** Pods that are nobody's. */
  | { readonly from: 'pods' }
  | { readonly to: 'statefulset' };

/** A handover as its annotation has it. */
export function writtenHandover(handover: Handover | undefined): string | undefined {
  return handover && JSON.stringify(handover);
}

/** What is written down of a handover. Throws a `Failure` by `broken` for what is none: it stops everything. */
export function readHandover(
  annotations: ObjectMeta['annotations'],
  broken: (why: string) => Failure,
): Handover | undefined {
  const written = annotations?.[HANDOVER_ANNOTATION];
  if (written === undefined) return undefined;
  const handover = parse(written);
  if (handover === undefined) throw broken(`its annotation ${HANDOVER_ANNOTATION} is no handover: ${written}`);
  return handover;
}

function parse(written: string): Handover | undefined {
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    return undefined;
  }
  if (!isMap(value)) return undefined;
  const { from, to, uid, current } = value;
  if (to === 'statefulset') return { to };
  if (from === 'pods') return { from };
  if (from !== 'statefulset' || typeof uid !== 'string') return undefined;
  return { from, uid, ...(typeof current === 'string' && { current }) };
}

/** The words of the command that goes on with a handover. */
export function handoverCommand(handover: Handover, name: string): readonly string[] {
  if ('to' in handover) return ['petset', 'migrate', name, '--to', handover.to];
  return ['petset', 'adopt', ...(handover.from === 'pods' ? [`petset/${name}`] : [`statefulset/${name}`])];
}

/** What is said of a set that is being handed over. */
export function describeHandover(handover: Handover, name: string): string {
  if ('to' in handover) return `is being migrated to statefulset.apps/${name}`;
  return handover.from === 'pods' ? 'is adopting pods' : `is being adopted from statefulset.apps/${name}`;
}
