import type { Flag } from '../commands/flag.js';
import { filled } from './filled.js';
import type { Flags } from './spelling.js';

const COLUMNS = 80;
/** Where descriptions begin; a longer flag has a line of its own. */
const COLUMN = 30;

/** What there is to say of flags, sorted, as kubectl has it: `-o, --output=''`, what it is without it, and what it does. */
export function optionLines(flags: Flags): readonly string[] {
  return Object.entries(flags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, flag]) => linesOf(flagWithDefault(name, flag), flag.describe));
}

function linesOf(spelling: string, description: string): readonly string[] {
  const lines = filled(description, COLUMNS - COLUMN);
  const isAlone = spelling.length > COLUMN - 2;
  const [first = '', ...rest] = isAlone ? ['', ...lines] : lines;
  return [`${spelling.padEnd(COLUMN)}${first}`.trimEnd(), ...rest.map((line) => `${' '.repeat(COLUMN)}${line}`)];
}

function flagWithDefault(name: string, flag: Flag): string {
  const short = typeof flag.alias === 'string' ? `-${flag.alias}, ` : '    ';
  return name.length === 1 ? `  -${name}=${unsaid(flag)}` : `  ${short}--${name}=${unsaid(flag)}`;
}

/** What a flag is where nobody says it, in kubectl's spelling. */
function unsaid({ type, array, defaultDescription, default: value }: Flag): string {
  if (defaultDescription !== undefined) return defaultDescription;
  if (type === 'boolean') return String(value === true);
  if (array === true) return '[]';
  return typeof value === 'number' ? String(value) : `'${typeof value === 'string' ? value : ''}'`;
}
