/** Numbers in order, each once, so that one of them is found by halving. */
export type Ascending = ArrayLike<number> & Iterable<number>;

/** Puts numbers in order. That of a typed array is much faster than `sort` with a comparison, and many are in order already. */
export function inAscendingOrder(numbers: readonly number[]): Ascending {
  if (isAscending(numbers)) return numbers;
  const sorted = new Float64Array(numbers).sort();
  return isAscending(sorted) ? sorted : sorted.filter((number, index) => index === 0 || number !== sorted[index - 1]);
}

function isAscending(numbers: ArrayLike<number>): boolean {
  for (let index = 1; index < numbers.length; index++)
    if ((numbers[index] ?? 0) <= (numbers[index - 1] ?? 0)) return false;
  return true;
}

/** How many of them are less. */
export function countBelow(ascending: Ascending, limit: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] ?? limit) < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Where a number stands among them; nothing where it is none of them. */
export function indexIn(ascending: Ascending, number: number): number | undefined {
  const index = countBelow(ascending, number);
  return ascending[index] === number ? index : undefined;
}
