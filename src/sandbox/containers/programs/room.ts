import { sizeOf } from '../files/entry.js';
import type { Program } from '../machine.js';
import { complain, forEach, pathOf, readOptions } from './options.js';

/** Programs that tell what is mounted, and how much room there is. */

const BLOCK = 1024;

export const df: Program = async ({ args, machine, stdout }) => {
  readOptions(args, { flags: 'k' });
  const rows = machine.files.mounts.toReversed().flatMap(({ disk, source, path }) => {
    if (disk === undefined) return [];
    const [size, used] = [disk.limit, disk.used].map((bytes) => Math.ceil(bytes / BLOCK));
    const free = (size ?? 0) - (used ?? 0);
    const share = `${Math.ceil((100 * (used ?? 0)) / (size ?? 1))}%`;
    return [
      `${source.padEnd(20)} ${String(size).padStart(9)} ${String(used).padStart(9)} ${String(free).padStart(9)} ${share.padStart(4)} ${path}\n`,
    ];
  });
  await stdout.write(`Filesystem           1K-blocks      Used Available Use% Mounted on\n${rows.join('')}`);
  return 0;
};

export const mount: Program = async (process) => {
  if (process.args.length > 0) return complain(process, 'permission denied (are you root?)');
  for (const { source, path, readOnly, disk } of process.machine.files.mounts.toReversed()) {
    const type = path === '/' ? 'overlay' : disk === undefined ? 'tmpfs' : 'ext4';
    await process.stdout.write(`${source} on ${path} type ${type} (${readOnly ? 'ro' : 'rw'},relatime)\n`);
  }
  return 0;
};

export const du: Program = (process) => {
  const { operands } = readOptions(process.args, { flags: 'sk' });
  const names = operands.length === 0 ? ['.'] : operands;
  return forEach(
    process,
    names,
    (name, reason) => `${name}: ${reason}`,
    async (name) => {
      const size = Math.ceil(sizeOf(process.machine.files.get(pathOf(process, name))) / BLOCK);
      await process.stdout.write(`${size}\t${name}\n`);
    },
  );
};
