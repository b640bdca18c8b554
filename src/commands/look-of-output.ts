import { Chalk } from 'chalk';
import type { Args, World } from './command.js';

const USUAL_COLUMNS = 80;

/** Whether lines can be drawn over: not on a terminal that says it has no columns, as one that nobody has told its size. */
export function canRedraw({ stdout, env }: Pick<World, 'stdout' | 'env'>): boolean {
  return stdout.isTTY === true && stdout.columns !== 0 && env.TERM !== 'dumb' && !isGiven(env.CI);
}

/** Whether there are colours. Where NO_COLOR is not empty there are none: https://no-color.org. */
export function hasColor(args: Args, { stdout, env }: Pick<World, 'stdout' | 'env'>): boolean {
  return stdout.isTTY === true && env.TERM !== 'dumb' && args.color !== false && (env.NO_COLOR ?? '') === '';
}

/** How wide a text may be, and in which colours. */
export interface Look {
  readonly columns: number;
  readonly chalk: InstanceType<typeof Chalk>;
}

export function lookOf(args: Args, world: Pick<World, 'stdout' | 'env'>): Look {
  const { columns = USUAL_COLUMNS } = world.stdout;
  return {
    columns: columns === 0 ? USUAL_COLUMNS : columns,
    chalk: new Chalk({ level: hasColor(args, world) ? 1 : 0 }),
  };
}

/** Whether a variable says yes: not where it is empty, `false` or `0`. */
function isGiven(value = ''): boolean {
  return !['', 'false', '0'].includes(value);
}
