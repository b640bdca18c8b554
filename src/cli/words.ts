/** The command line up to `--`: what comes after it is for somebody else. */
export function wordsOfOurs(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? argv : argv.slice(0, end);
}
