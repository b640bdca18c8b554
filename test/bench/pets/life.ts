/** What is done to a set, in the order in which it is done. */
export const OPERATIONS = {
  create: 'created',
  upgrade: 'a rolling update',
  down: 'scaled to 0',
  up: 'scaled up again, their claims are there',
  clean: 'scaled to 0, and claims and record deleted',
} as const;
export type Operation = keyof typeof OPERATIONS;

/** A set, and what is done to it. */
export interface Life {
  readonly pets: number;
  readonly withClaims: boolean;
  readonly isParallel: boolean;
  readonly operations: readonly Operation[];
  readonly runs: number;
  readonly isQuick: boolean;
}

const ORDERED = [
  { pets: 10, runs: 5, isQuick: true },
  { pets: 100, runs: 3, isQuick: false },
  { pets: 1_000, runs: 1, isQuick: false },
];

export const LIVES: readonly Life[] = [
  ...ORDERED.flatMap((size): readonly Life[] => [
    { ...size, withClaims: false, isParallel: false, operations: ['create', 'upgrade', 'down'] },
    { ...size, withClaims: true, isParallel: false, operations: ['create', 'upgrade', 'down', 'up', 'clean'] },
  ]),
  ...[false, true].map((withClaims): Life => {
    return {
      pets: 200,
      withClaims,
      isParallel: true,
      operations: withClaims ? ['create'] : ['create', 'down'],
      runs: 3,
      isQuick: false,
    };
  }),
];

/** `upgrade/100/claims`, `parallel/200`, `parallel/200/claims/down`. */
export function caseName({ pets, withClaims, isParallel }: Life, operation: Operation): string {
  const claims = withClaims ? '/claims' : '';
  if (!isParallel) return `${operation}/${pets}${claims}`;
  return `parallel/${pets}${claims}${operation === 'create' ? '' : `/${operation}`}`;
}
