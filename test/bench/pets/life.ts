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

const USUAL: readonly Operation[] = ['create', 'upgrade', 'down'];

/** `more` is what is also done where there are claims: not to 1,000, of which each takes half a minute. */
const ORDERED = [
  { pets: 10, runs: 5, isQuick: true, more: ['up', 'clean'] },
  { pets: 100, runs: 3, isQuick: false, more: ['up', 'clean'] },
  { pets: 1_000, runs: 1, isQuick: false, more: [] },
] as const;

export const LIVES: readonly Life[] = [
  ...ORDERED.flatMap(({ more, ...size }): readonly Life[] => [
    { ...size, withClaims: false, isParallel: false, operations: USUAL },
    { ...size, withClaims: true, isParallel: false, operations: [...USUAL, ...more] },
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
