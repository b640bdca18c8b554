/** What yargs complains about, and how kubectl says the same. */
const COMPLAINTS: readonly (readonly [pattern: RegExp, words: (part: string) => string])[] = [
  [/^Unknown arguments?: ([^,]+)/, (flag) => `unknown flag: --${flag}`],
  [/^Unknown commands?: ([^,]+)/, (name) => `unknown command "${name}" for "kubectl petset"`],
  [/^Did you mean (.+)\?$/, (name) => `unknown command for "kubectl petset"\n\nDid you mean this?\n\t${name}\n`],
  [/^Not enough non-option arguments/, () => 'a NAME is required'],
  [
    /^Not enough arguments following: (.+)/,
    (flag) => `flag needs an argument: ${flag.length === 1 ? '-' : '--'}${flag}`,
  ],
];

/** A complaint of yargs in the words of kubectl, without `error:` before it. */
export function asKubectl(message: string): string {
  for (const [pattern, words] of COMPLAINTS) {
    const match = pattern.exec(message);
    if (match) return words(match[1] ?? '');
  }
  return message;
}
