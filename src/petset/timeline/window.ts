import { isQuiet, type Row, spansIn, type Timeline } from './timeline.js';

/** What happens so soon after something else belongs to it. Milliseconds. */
const PAUSE = 600_000;
/** Of the time that something took, as much is shown after it; at least so many milliseconds. */
const AFTERMATH = 0.05;
const LEAST = 1_000;

/** From when to when there is something to be seen: the last thing that happened to these pets, and all that belongs to it. */
export function lastStir(rows: readonly Row[], now: number): Pick<Timeline, 'from' | 'until'> {
  const times = rows.flatMap((row) => changesOf(row, now)).sort((a, b) => b - a);
  const [latest] = times;
  if (latest === undefined) return { from: now, until: now };
  let from = latest;
  for (const time of times) {
    if (from - time > PAUSE) break;
    from = time;
  }
  const isGoingOn = rows.some((row) => {
    const last = spansIn(row).at(-1);
    return last?.until === now && !isQuiet(last);
  });
  return { from, until: isGoingOn ? now : Math.min(now, latest + Math.max((latest - from) * AFTERMATH, LEAST)) };
}

/** When it took another turn, or was gone. */
function changesOf(row: Row, now: number): readonly number[] {
  return row.lives.flatMap(({ spans }) => [
    ...spans.map(({ from }) => from),
    ...spans.slice(-1).flatMap(({ until }) => (until < now ? [until] : [])),
  ]);
}
