import { inAscendingOrder } from './ascending.js';
import { formatFieldError } from './field-error.js';
import type { Json } from './kubernetes.js';
import type { PetSetSpec, UpdateStrategy } from './petset.js';
import { type Schema, violations } from './schema.js';

/** In which order pets are replaced: the highest first, the lowest first, or those that are listed and then the highest of the others. */
export type RolloutOrder = 'descending' | 'ascending' | readonly number[];

/** How the pets of a set are to be brought to its template. */
export interface RolloutWish {
  readonly order: RolloutOrder;
  /** Pets below it, counted from the first ordinal, keep the template that they have. */
  readonly partition: number;
  /** How many pets may be away at once: a number, or a percentage of the replicas, rounded down and at least one. */
  readonly maxUnavailable: number | string;
  /** Each new pet pauses the set by its annotation. */
  readonly step: boolean;
  /** Where only images differ, the pet stays and its containers are started anew. */
  readonly inPlace: boolean;
  /** Pets are deleted, whatever a disruption budget says. */
  readonly ignoreBudgets: boolean;
}

/** What the record of a set remembers as long as its pets are not all of its template. */
export interface Rollout {
  /** The hash of the template that the pets were of before: those keep it that are not to be replaced yet. */
  readonly from: string;
  /** Nothing where a new template only waits to be rolled out. */
  readonly wish: RolloutWish | undefined;
}

/** Highest first, since ordinal 0 is so often the master; one by one; as budgets allow. */
export const USUAL_ROLLOUT: RolloutWish = {
  order: 'descending',
  partition: 0,
  maxUnavailable: 1,
  step: false,
  inPlace: false,
  ignoreBudgets: false,
};

/** The rollout that a strategy asks for whenever there is a new template; none where that waits for `upgrade`. */
export function strategyRollout({ type, rollingUpdate }: UpdateStrategy): RolloutWish | undefined {
  if (type === 'OnDelete') return undefined;
  // A field that is there and null counts as left out.
  const partition = rollingUpdate?.partition ?? USUAL_ROLLOUT.partition;
  const maxUnavailable = rollingUpdate?.maxUnavailable ?? USUAL_ROLLOUT.maxUnavailable;
  return { ...USUAL_ROLLOUT, partition, maxUnavailable };
}

/**
 * How many pets a rollout may have away at once. Whoever steps through it has one at a time: others that were taken down
 * with it could not come back while he looks at it. Source of the rounding: KEP-961.
 */
export function unavailableAllowed({ maxUnavailable, step }: RolloutWish, replicas: number): number {
  if (step) return 1;
  const share = typeof maxUnavailable === 'number' ? maxUnavailable : percentage(maxUnavailable, replicas);
  return Math.max(Math.floor(share), 1);
}

function percentage(text: string, replicas: number): number {
  return (Number.parseInt(text, 10) * replicas) / 100;
}

/** Why so many pets cannot be away at once, if they cannot. Source: pkg/apis/apps/validation, validateRollingUpdateStatefulSet. */
export function problemWithUnavailable(maxUnavailable: number | string): string | undefined {
  if (typeof maxUnavailable === 'number') {
    if (maxUnavailable === 0) return 'cannot be 0';
    return maxUnavailable < 0 ? 'must be greater than or equal to 0' : undefined;
  }
  const percent = /^(\d+)%$/.exec(maxUnavailable)?.[1];
  if (percent === undefined)
    return "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%')";
  if (Number(percent) === 0) return 'cannot be 0';
  return Number(percent) > 100 ? 'must not be greater than 100%' : undefined;
}

/** Whether a rollout replaces the pet of an ordinal. As in a StatefulSet a partition counts from the first ordinal. */
export function isRolledOut(wish: RolloutWish, ordinal: number, { ordinals }: Pick<PetSetSpec, 'ordinals'>): boolean {
  return ordinal >= ordinals.start + wish.partition;
}

/** Puts ordinals in the order in which a rollout comes to them. */
export function inRolloutOrder(ordinals: readonly number[], order: RolloutOrder): readonly number[] {
  const sorted = Array.from(inAscendingOrder(ordinals));
  if (order === 'ascending') return sorted;
  sorted.reverse();
  if (order === 'descending') return sorted;
  const [there, listed] = [new Set(ordinals), new Set(order)];
  return [...order.filter((ordinal) => there.has(ordinal)), ...sorted.filter((each) => !listed.has(each))];
}

const ordinal: Schema = { type: 'integer', minimum: 0 };
const flag: Schema = { type: 'boolean' };

const ROLLOUT_SCHEMA: Schema = {
  type: 'object',
  required: ['from'],
  properties: {
    from: { type: 'string' },
    wish: {
      type: 'object',
      required: ['order', 'partition', 'maxUnavailable', 'step', 'inPlace', 'ignoreBudgets'],
      properties: {
        order: { 'x-kubernetes-preserve-unknown-fields': true },
        partition: ordinal,
        maxUnavailable: { 'x-kubernetes-int-or-string': true },
        step: flag,
        inPlace: flag,
        ignoreBudgets: flag,
      },
    },
  },
};

/** What a record remembers of a rollout, or what is wrong with it. */
export type ReadRollout =
  { readonly ok: true; readonly rollout: Rollout } | { readonly ok: false; readonly why: string };

/** Reads what a record remembers of a rollout. */
export function readRollout(document: Json): ReadRollout {
  if (document === null) return { ok: false, why: 'it is empty' };
  const misfits = violations(ROLLOUT_SCHEMA, document);
  if (misfits.length > 0) return { ok: false, why: misfits.map(formatFieldError).join('; ') };
  // The schema has just said that the document has this shape, in which what is left out may be null.
  const { from, wish: written } = document as unknown as { readonly from: string; readonly wish?: RolloutWish | null };
  const wish = written ?? undefined;
  const why = wish && problemWithWish(wish);
  return why === undefined ? { ok: true, rollout: { from, wish } } : { ok: false, why };
}

function problemWithWish({ order, maxUnavailable }: RolloutWish): string | undefined {
  if (!isOrder(order)) return 'wish.order is no order of pets';
  const problem = problemWithUnavailable(maxUnavailable);
  return problem && `wish.maxUnavailable: ${problem}`;
}

function isOrder(order: unknown): order is RolloutOrder {
  if (Array.isArray(order)) return order.every((each) => Number.isSafeInteger(each));
  return order === 'descending' || order === 'ascending';
}
