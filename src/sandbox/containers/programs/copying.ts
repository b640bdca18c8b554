import { posix } from 'node:path';

import { FileFault } from '../files/fault.js';
import type { FileSystem } from '../files/file-system.js';
import type { Process, Program } from '../machine.js';
import { removeAll } from './making.js';
import { forEach, pathOf, readOptions } from './options.js';

/** The path that something is copied to: into a directory, or as a name of its own. */
function targetOf(files: FileSystem, from: string, to: string): string {
  return files.find(to)?.type === 'directory' ? posix.join(to, posix.basename(from)) : to;
}

function copy(files: FileSystem, from: string, to: string, isDeep: boolean): void {
  const entry = files.get(from);
  if (entry.type !== 'directory') {
    files.write(to, files.read(from));
    files.changeMode(to, entry.mode);
    return;
  }
  if (!isDeep) throw new FileFault('Is a directory');
  if (files.find(to) === undefined) files.makeDirectory(to);
  for (const [name] of files.list(from)) copy(files, posix.join(from, name), posix.join(to, name), true);
}

/** Runs for each source, with where it goes to. */
function toTarget(
  process: Process,
  operands: readonly string[],
  verb: string,
  act: (from: string, to: string) => void,
): Promise<number> {
  const target = operands.at(-1) ?? '';
  return forEach(
    process,
    operands.slice(0, -1),
    (name, reason) => `can't ${verb} '${name}': ${reason}`,
    (name) => {
      const from = pathOf(process, name);
      act(from, targetOf(process.machine.files, from, pathOf(process, target)));
    },
  );
}

export const cp: Program = (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'rRafp' });
  const isDeep = ['r', 'R', 'a'].some((flag) => flags.has(flag));
  return toTarget(process, operands, 'copy', (from, to) => copy(process.machine.files, from, to, isDeep));
};

export const mv: Program = (process) =>
  toTarget(process, readOptions(process.args, { flags: 'f' }).operands, 'rename', (from, to) => {
    const { files } = process.machine;
    copy(files, from, to, true);
    removeAll(files, from);
  });
