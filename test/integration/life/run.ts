import { isDeepStrictEqual } from 'node:util';
import { endState } from '../../fixtures/end-state.js';
import { observe } from '../../fixtures/observer.js';
import type { Stage } from '../../fixtures/stage.js';
import type { Operation } from './operations.js';

/** What became of an operation. */
export interface Course {
  /** What was created and deleted, in its order. */
  readonly history: readonly string[];
  /** Every object, by kind and name. */
  readonly end: Readonly<Record<string, unknown>>;
  /** Every rule of the order that was broken, in words. */
  readonly violations: readonly string[];
}

/** Has an operation done to a set that its namespace has, and sees what becomes of it. */
export async function watchCourse(
  { replaced, isParallel = false }: Operation,
  { stage, namespace }: { readonly stage: Stage; readonly namespace: string },
  act: () => Promise<unknown>,
): Promise<Course> {
  const observer = await observe(stage.cluster, namespace);
  await act();
  const end = await endState(stage.cluster, namespace);
  const { history, violations } = await observer.stop();
  return {
    // Of what comes and goes at once there is no order.
    history: isParallel ? [...history].sort() : inOneOrder(history),
    end,
    violations: violations({ set: 'web', isParallel, ...(replaced !== undefined && { replaced }) }),
  };
}

/** The claims of a set that is cleaned up go at once: those that do so one after the other, by their names. */
function inOneOrder(history: readonly string[]): readonly string[] {
  const ordered: string[] = [];
  for (const change of history) {
    let place = ordered.length;
    while (isClaimGoing(change) && place > 0 && isClaimGoing(ordered[place - 1]!) && ordered[place - 1]! > change)
      place--;
    ordered.splice(place, 0, change);
  }
  return ordered;
}

const isClaimGoing = (change: string): boolean => change.startsWith('-www-');

/** All that speaks against a course which should be as one that nothing has disturbed. */
export function problemsOf(course: Course, whole: Course, isIgnored: (object: string) => boolean): readonly string[] {
  const another = isDeepStrictEqual(course.history, whole.history)
    ? []
    : [`history is ${course.history.join(' ')}, not ${whole.history.join(' ')}`];
  const objects = [...new Set([...Object.keys(course.end), ...Object.keys(whole.end)])];
  return [
    ...course.violations,
    ...another,
    ...objects
      .filter((object) => !isIgnored(object) && !isDeepStrictEqual(course.end[object], whole.end[object]))
      .map((object) => `${object} is ${JSON.stringify(course.end[object])}, not ${JSON.stringify(whole.end[object])}`),
  ];
}
