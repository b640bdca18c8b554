import type { Choices } from './command-line.js';
import { BenchFailure } from './failure.js';
import type { Part } from './part.js';
import type { Case } from './row.js';

/** What is to be measured of each part. Throws a `BenchFailure` for a name of nothing, and where nothing is left. */
export function chosen(
  all: readonly Part[],
  { names, kubeconfig, quick }: Choices,
): readonly (readonly [Part, readonly Case[]])[] {
  const parts = all.filter(({ isForAnyCluster }) => kubeconfig === undefined || isForAnyCluster === true);
  const where = kubeconfig === undefined ? '' : ' on a given cluster';
  for (const name of names) {
    if (parts.some((part) => part.cases.some((one) => isCalled(name, part, one)))) continue;
    const known = parts.map((part) => part.name).join(', ');
    throw new BenchFailure(`there is nothing called ${name} to measure${where}, but in these parts: ${known}`);
  }
  const isNamed = (part: Part, one: Case): boolean => names.some((name) => isCalled(name, part, one));
  const isUsual = ({ isLong = false }: Case): boolean => kubeconfig === undefined || !isLong;
  const isWanted = (part: Part, one: Case): boolean =>
    (!quick || one.isQuick) && (names.length === 0 ? isUsual(one) : isNamed(part, one));
  const wanted = parts.map((part) => [part, part.cases.filter((one) => isWanted(part, one))] as const);
  const some = wanted.filter(([, cases]) => cases.length > 0);
  if (some.length === 0) throw new BenchFailure(`nothing of ${names.join(', ')} is quick: leave out --quick`);
  return some;
}

const isCalled = (name: string, part: Part, { name: own }: Case): boolean =>
  part.name === name || own === name || own.startsWith(`${name}/`);
