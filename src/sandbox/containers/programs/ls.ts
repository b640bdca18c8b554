import type { Entry } from '../files/entry.js';
import type { Program } from '../machine.js';
import { forEach, pathOf, readOptions } from './options.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const LETTERS = { file: '-', directory: 'd', device: 'c' } as const;

function longLine(name: string, entry: Entry): string {
  const bits = [6, 3, 0].map((shift) => {
    const mode = (entry.mode >> shift) & 7;
    return `${mode & 4 ? 'r' : '-'}${mode & 2 ? 'w' : '-'}${mode & 1 ? 'x' : '-'}`;
  });
  const date = new Date(entry.changedAt);
  const day = `${MONTHS[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)}`;
  const time = date.toISOString().slice(11, 16);
  const size = entry.type === 'file' ? entry.bytes.length : entry.type === 'directory' ? 4096 : 0;
  const links = entry.type === 'directory' ? 2 : 1;
  return `${LETTERS[entry.type]}${bits.join('')} ${links} root root ${String(size).padStart(8)} ${day} ${time} ${name}`;
}

export const ls: Program = async (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'ladA1h' });
  const { files } = process.machine;
  const names = operands.length === 0 ? ['.'] : operands;
  const show = (name: string, entry: Entry): string => (flags.has('l') ? longLine(name, entry) : name);
  let isFirst = true;
  return forEach(
    process,
    names,
    (name, reason) => `${name}: ${reason}`,
    async (name) => {
      const entry = files.get(pathOf(process, name));
      if (entry.type !== 'directory' || flags.has('d')) {
        await process.stdout.write(`${show(name, entry)}\n`);
        return;
      }
      const dots: [string, Entry][] = flags.has('a')
        ? [
            ['.', entry],
            ['..', entry],
          ]
        : [];
      const shown = files
        .list(pathOf(process, name))
        .filter(([one]) => !one.startsWith('.') || flags.has('a') || flags.has('A'));
      const heading = names.length > 1 ? `${isFirst ? '' : '\n'}${name}:\n` : '';
      isFirst = false;
      await process.stdout.write(heading + [...dots, ...shown].map(([one, found]) => `${show(one, found)}\n`).join(''));
    },
  );
};
