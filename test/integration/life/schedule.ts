import { seededFractions } from '../../../src/sandbox/platform/seeded.js';

/** How a network can be bad, and how often it is at most: more than any cluster is for long. */
const FAULTS: readonly { readonly fault: string; readonly mostOften: number }[] = [
  { fault: 'write *: 500', mostOften: 0.15 },
  { fault: 'write *: 503 retry-after=3s', mostOften: 0.1 },
  { fault: 'write *: 429 retry-after=2s', mostOften: 0.15 },
  { fault: 'update,patch,delete *: 409', mostOften: 0.1 },
  { fault: 'create pods: 409', mostOften: 0.1 },
  { fault: 'write *: reset', mostOften: 0.15 },
  { fault: 'write *: lose-answer', mostOften: 0.2 },
  { fault: 'get,list *: 503', mostOften: 0.15 },
  { fault: 'get,list *: 429', mostOften: 0.1 },
  { fault: 'get,list *: reset', mostOften: 0.15 },
  { fault: 'watch *: 410', mostOften: 0.2 },
  { fault: 'watch *: 500', mostOften: 0.15 },
  { fault: 'watch *: reset', mostOften: 0.15 },
  { fault: 'watch *: cut events=2', mostOften: 0.3 },
  { fault: 'watch *: gone events=2', mostOften: 0.3 },
  { fault: 'watch *: silent events=3', mostOften: 0.1 },
  { fault: 'watch *: repeat events=3', mostOften: 0.4 },
  { fault: 'watch *: repeat events=12', mostOften: 0.8 },
  { fault: 'watch *: lag by=10ms..2s', mostOften: 0.3 },
  { fault: 'any *: delay=1ms..1500ms', mostOften: 0.3 },
];

/** How many of them come together. */
const AT_ONCE = 6;

/** What a seed makes of a network. It harms whoever is of `user`. */
export function badNetwork(seed: number, user: string): readonly string[] {
  const fraction = seededFractions(seed, 0);
  return FAULTS.map((row) => ({ row, rank: fraction(), chance: fraction() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, AT_ONCE)
    .map(({ row: { fault, mostOften }, chance }) => {
      const [whom = '', what = ''] = fault.split(': ');
      return `${whom} user=${user}: ${what} p=${Math.max(chance * mostOften, 0.01).toFixed(3)}`;
    });
}
