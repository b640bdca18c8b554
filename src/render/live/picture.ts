import { counted } from '../counted.js';
import { countPets } from '../../petset/kinds.js';
import { leavingHint } from './footer.js';
import { frame, type FrameOptions, type Looked } from './frame.js';
import { titleOf } from './header.js';
import { isHealthyOwn } from './own.js';
import { cut } from './width.js';

/** On a lower terminal no line says what is known to whoever has started it. */
const HINTED = 10;

/**
 * How the sets stand, in no more lines than there is room for. One set is shown with its pets; of several those that are
 * ready have a line, or only a number, and the others share what room there is.
 */
export function picture(sets: readonly Looked[], given: Omit<FrameOptions, 'isAlone'>): readonly string[] {
  const { rows, columns, crowd, elapsed, paint } = given;
  const [only, ...others] = sets;
  const isAlone = only !== undefined && others.length === 0 && crowd === 'none';
  const options = { ...given, isAlone };
  if (isAlone) return frame(only, options).slice(0, rows);
  const sorted = [...sets].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const busy = sorted.filter((looked) => !isAtRest(looked));
  const quiet = sorted.filter(isAtRest);
  const head = `${counted(sets.length, 'set')}, ${quiet.length} ready  ${elapsed}`;
  const [first] = sorted;
  const hint =
    first !== undefined && given.keeps && !given.isFinal && rows > HINTED ? [leavingHint(first.set, options)] : [];
  const room = rows - 1 - hint.length;
  const ofBusy = fit(busy, room, (looked, share) => frame(looked, { ...options, rows: share }));
  const ofQuiet = quiet.map((looked) => quietLine(looked, options)).slice(0, Math.max(room - ofBusy.length, 0));
  return [paint.strong(cut(head, columns)), ...ofBusy, ...ofQuiet, ...hint].slice(0, rows);
}

/** Frames that share the room evenly; where there are too many for a line each, the last line says so. */
function fit(
  busy: readonly Looked[],
  room: number,
  frameOf: (looked: Looked, share: number) => readonly string[],
): readonly string[] {
  if (busy.length > room) {
    const seen = busy.slice(0, Math.max(room - 1, 0)).flatMap((each) => frameOf(each, 1));
    return [...seen, `... and ${busy.length - seen.length} more that are not ready`];
  }
  const lines: string[] = [];
  for (const [index, each] of busy.entries()) {
    const share = Math.floor((room - lines.length) / (busy.length - index));
    lines.push(...frameOf(each, share).slice(0, share));
  }
  return lines;
}

function quietLine({ set, standing }: Looked, { crowd, columns }: FrameOptions): string {
  const { there, wanted } = standing;
  const ready = countPets(there.pods, isHealthyOwn);
  return cut(`${titleOf({ set }, crowd)}  ${ready}/${wanted.replicas} ready`, columns);
}

/** Nothing is to be done for it. */
function isAtRest({ standing: { operation, waiting } }: Looked): boolean {
  return operation.kind === 'rest' && !operation.paused && waiting.length === 0;
}

const keyOf = ({ set }: Looked): string => `${set.namespace}/${set.name}`;
