/**
 * What to tell somebody whose Node is older than the oldest that all of this runs on, in `engines` of package.json: else one
 * command would work, and the next one would call what is not there.
 */
export function complaintAboutNode(version: string, engines: string): string | undefined {
  const least = engines.replace(/^>=/, '');
  if (!isBefore(version, least)) return undefined;
  return `error: kubectl petset needs Node.js ${least} or newer, and this is ${version}\n`;
}

/** `20.9.0` is before `20.19`. */
function isBefore(version: string, other: string): boolean {
  const numbers = version.split('.').map(Number);
  const [difference = 0] = other
    .split('.')
    .map((part, index) => (numbers[index] ?? 0) - Number(part))
    .filter((number) => number !== 0);
  return difference < 0;
}
