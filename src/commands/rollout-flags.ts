import { Failure } from '../petset/failure.js';
import { isWanted } from '../petset/identity.js';
import type { PetSetRecord } from '../petset/record.js';
import { type RolloutOrder, type RolloutWish, strategyRollout, USUAL_ROLLOUT } from '../petset/rollout.js';
import { countArg, textArg, UsageFailure } from './arguments.js';
import type { Args } from './command.js';
import type { Flag } from './flag.js';

/** Flags that say how pets are brought to another template. */
export const ROLLOUT_FLAGS = {
  partition: { type: 'string', describe: 'leave the pets below this one, counted from the first' },
  order: {
    type: 'string',
    values: ['descending', 'ascending'],
    describe: 'descending (default), ascending, or a list as 2,0,1',
  },
  'max-unavailable': { type: 'string', describe: 'how many may be away at once: 2 or 25% (default 1)' },
  step: { type: 'boolean', describe: 'pause after each pet, until it is resumed' },
  'ignore-budgets': { type: 'boolean', describe: 'delete, whatever a disruption budget says' },
} as const satisfies Record<string, Flag>;

export const IN_PLACE_FLAG = {
  type: 'boolean',
  describe: 'where only images differ, pets stay on their nodes',
} as const satisfies Flag;

/** What the flags say; what they do not say is left to the set. */
export type GivenWish = Partial<RolloutWish>;

export function readRolloutFlags(args: Args): GivenWish {
  const partition = countArg(args, 'partition');
  const order = orderArg(args, 'order');
  const maxUnavailable = unavailableArg(args, 'max-unavailable');
  return {
    ...(partition !== undefined && { partition }),
    ...(order !== undefined && { order }),
    ...(maxUnavailable !== undefined && { maxUnavailable }),
    ...switches(args),
  };
}

function switches(args: Args): GivenWish {
  const given = Object.entries({ step: 'step', inPlace: 'in-place', ignoreBudgets: 'ignore-budgets' });
  return Object.fromEntries(
    given.flatMap(([field, flag]) => (typeof args[flag] === 'boolean' ? [[field, args[flag]]] : [])),
  );
}

function orderArg(args: Args, flag: string): RolloutOrder | undefined {
  const value = textArg(args, flag);
  if (value === undefined || value === 'descending' || value === 'ascending') return value;
  const ordinals = value.split(',').map(Number);
  if (!/^\d{1,9}(,\d{1,9})*$/.test(value) || new Set(ordinals).size < ordinals.length) {
    throw new UsageFailure(
      `invalid argument "${value}" for "--${flag}" flag: must be descending, ascending or a list of ordinals such as 2,0,1`,
    );
  }
  return ordinals;
}

function unavailableArg(args: Args, flag: string): number | string | undefined {
  const value = textArg(args, flag);
  if (value === undefined) return undefined;
  if (/^([1-9]\d?|100)%$/.test(value)) return value;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new UsageFailure(
    `invalid argument "${value}" for "--${flag}" flag: must be a whole number from 1 on, or a percentage from 1% to 100%`,
  );
}

/**
 * The whole wish: what is given, then what the set's strategy says. Throws a `Failure` for an order of pets that the set
 * does not want.
 */
export function completeWish(given: GivenWish, { set }: PetSetRecord, base: GivenWish = {}): RolloutWish {
  const wish = { ...USUAL_ROLLOUT, ...strategyRollout(set.spec.updateStrategy), ...base, ...given };
  const { order } = wish;
  const stranger = typeof order === 'string' ? undefined : order.find((ordinal) => !isWanted(set.spec, ordinal));
  if (stranger === undefined) return wish;
  throw new Failure(`error: petset/${set.metadata.name} has no pet ${stranger}, which --order names`);
}

/** How an unfinished rollout goes on, but for what is said anew each time: how far, how carefully, and against which budgets. */
export function sameWay({ rollout }: PetSetRecord): GivenWish {
  if (rollout?.wish === undefined) return {};
  const { order, maxUnavailable, inPlace } = rollout.wish;
  return { order, maxUnavailable, inPlace };
}
