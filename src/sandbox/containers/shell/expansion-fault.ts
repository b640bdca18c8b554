/** A word that cannot be put into what it stands for: that ends a shell. */
export class ExpansionFault extends Error {}

/** The most characters that a variable or an argument has: everything is in the memory of this process. */
const LONGEST = 1024 * 1024;

export function refuseLong(...texts: readonly string[]): void {
  if (texts.reduce((sum, { length }) => sum + length, 0) > LONGEST) throw new ExpansionFault('out of memory');
}
