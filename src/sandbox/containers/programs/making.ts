import { posix } from 'node:path';

import { FileFault } from '../files/fault.js';
import type { FileSystem } from '../files/file-system.js';
import type { Program } from '../machine.js';
import { forEach, pathOf, readOptions } from './options.js';

/** Programs that make files and directories, and take them away. */

export const mkdir: Program = (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'p' });
  const { files } = process.machine;
  return forEach(
    process,
    operands,
    (name, reason) => `can't create directory '${name}': ${reason}`,
    (name) => {
      const path = pathOf(process, name);
      if (flags.has('p')) makeAll(files, path);
      else files.makeDirectory(path);
    },
  );
};

function makeAll(files: FileSystem, path: string): void {
  const found = files.find(path);
  if (found?.type === 'directory') return;
  if (found !== undefined) throw new FileFault('File exists');
  makeAll(files, posix.dirname(path));
  files.makeDirectory(path);
}

export const rm: Program = (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'rRf' });
  const { files } = process.machine;
  const isDeep = flags.has('r') || flags.has('R');
  return forEach(
    process,
    operands,
    (name, reason) => `can't remove '${name}': ${reason}`,
    (name) => {
      const path = pathOf(process, name);
      if (flags.has('f') && files.find(path) === undefined) return;
      if (!isDeep && files.get(path).type === 'directory') throw new FileFault('Is a directory');
      removeAll(files, path);
    },
  );
};

export function removeAll(files: FileSystem, path: string): void {
  if (files.get(path).type === 'directory')
    for (const [name] of files.list(path)) removeAll(files, posix.join(path, name));
  files.remove(path);
}

export const rmdir: Program = (process) => {
  const { files } = process.machine;
  return forEach(
    process,
    readOptions(process.args).operands,
    (name, reason) => `'${name}': ${reason}`,
    (name) => {
      if (files.get(pathOf(process, name)).type !== 'directory') throw new FileFault('Not a directory');
      files.remove(pathOf(process, name));
    },
  );
};

export const touch: Program = (process) =>
  forEach(
    process,
    readOptions(process.args).operands,
    (name, reason) => `${name}: ${reason}`,
    (name) => process.machine.files.touch(pathOf(process, name)),
  );
