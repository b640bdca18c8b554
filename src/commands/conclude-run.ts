import { readinessOf } from '../controller/readiness.js';
import type { View } from '../controller/set-watch.js';
import { Failure } from '../petset/failure.js';
import { left } from './conclude.js';
import { INTERRUPTED } from './exit-codes.js';

/** So many sets that are not ready are named. */
const NAMED = 3;

/** What `run` ends with that the user interrupts: how the sets stand, in one line, and how to go on. */
export function interruptedWhileKeeping(views: readonly View[], again: string): Failure {
  const [view, ...others] = views;
  const there = others.length === 0 && view !== undefined ? left(view, view.record.ref) : standings(views);
  return new Failure(['interrupted', ...there].join(': '), {
    next: [`to go on: ${again}`],
    exitCode: INTERRUPTED,
  });
}

function standings(views: readonly View[]): readonly string[] {
  if (views.length === 0) return [];
  const unready = views.flatMap((view) => {
    const { ready, replicas } = readinessOf(view);
    const { namespace, name } = view.record.ref;
    return ready === replicas && view.desired.teardown === undefined
      ? []
      : [`petset/${name} in ${namespace} (${ready}/${replicas})`];
  });
  if (unready.length === 0) return [`all ${views.length} sets are ready`];
  const more = unready.length > NAMED ? [`${unready.length - NAMED} more`] : [];
  const named = [...unready.slice(0, NAMED), ...more].join(', ');
  return [`${views.length - unready.length} of ${views.length} sets are ready, but not ${named}`];
}
