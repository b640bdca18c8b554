import { type PlannedStep, plainPlan, plainStep } from '../render/plan.js';
import { DRY_RUN } from './dry-run.js';
import type { Work } from './foreground.js';

/** What a result says was done, as what would be done: by the first word of it. */
const IMPERATIVES: Readonly<Record<string, string>> = {
  created: 'create',
  configured: 'change',
  deleted: 'delete',
  moved: 'move',
};

/** Work of which each result of a dry run is taken down as a step, for a command that does just what it says line by line. */
export function retelling(work: Work): { readonly work: Work; readonly tell: () => void } {
  const { renderer, options } = work;
  if (options.dryRun === 'none') return { work, tell: () => undefined };
  const steps: PlannedStep[] = [];
  const result = (object: string, said: string): void => {
    renderer.result(object, said);
    const [participle = '', ...rest] = said.replace(DRY_RUN[options.dryRun], '').split(' ');
    const verb = IMPERATIVES[participle];
    const what = verb === 'move' ? ['the record of', object] : [object];
    if (verb !== undefined) steps.push(plainStep(verb, object, [verb, ...what, ...rest].join(' ')));
  };
  return {
    work: { ...work, renderer: { ...renderer, result } },
    tell: () => renderer.plan(plainPlan(undefined, steps, ['at stake: no pet and no claim is touched'])),
  };
}
