import { posix } from 'node:path';

import { readTar, TarError, writeTar } from '../archive/tar.js';
import type { Member } from '../archive/tar.js';
import { FileFault } from '../files/fault.js';
import type { FileSystem } from '../files/file-system.js';
import { Input } from '../io/streams.js';
import type { Process, Program } from '../machine.js';
import { complain, forEach, pathOf, readOptions } from './options.js';
import type { Known } from './options.js';

/** Packs files and unpacks them: what `kubectl cp` runs in a container. */

const KNOWN: Known = {
  flags: 'cxtvmpzjJ',
  values: 'fC',
  longFlags: ['no-same-owner', 'no-same-permissions'],
};

const tar: Program = async (process) => {
  const [first = '', ...others] = process.args;
  // The letters may stand without a dash (`tar cf`).
  const args = [first.startsWith('-') ? first : `-${first}`, ...others];
  const { flags, operands } = readOptions(args, KNOWN);
  const archive = flags.get('f') ?? '-';
  const base = pathOf(process, flags.get('C') ?? '.');
  if (['z', 'j', 'J'].some((letter) => flags.has(letter))) return complain(process, 'archives are not compressed here');
  try {
    if (flags.has('c')) return await pack(process, archive, base, operands);
    if (flags.has('x')) return await unpack(process, archive, base);
    if (flags.has('t')) return await show(process, archive);
  } catch (error) {
    if (error instanceof TarError) return complain(process, error.message);
    if (!(error instanceof FileFault)) throw error;
    return complain(process, `${archive}: ${error.reason}`);
  }
  return complain(process, 'must specify one of -c, -x, -t');
};

async function pack(process: Process, archive: string, base: string, names: readonly string[]): Promise<number> {
  const { files } = process.machine;
  const members: Member[] = [];
  const code = await forEach(
    process,
    names,
    (name, reason) => `${name}: ${reason}`,
    async (name) => {
      members.push(...membersOf(files, posix.resolve(base, name), name.replace(/^\/+/, '') || '.'));
      if (name.startsWith('/')) await complain(process, "removing leading '/' from member names");
    },
  );
  const bytes = writeTar(members);
  if (archive === '-') await process.stdout.write(bytes);
  else files.write(pathOf(process, archive), bytes);
  return code;
}

function membersOf(files: FileSystem, path: string, name: string): Member[] {
  const entry = files.get(path);
  const { mode, changedAt } = entry;
  if (entry.type === 'device') return [];
  if (entry.type === 'file') return [{ name, mode, changedAt, bytes: files.read(path) }];
  const below = files
    .list(path)
    .flatMap(([one]) => membersOf(files, posix.join(path, one), `${name.replace(/\/$/, '')}/${one}`));
  return [{ name: name.endsWith('/') ? name : `${name}/`, mode, changedAt }, ...below];
}

async function unpack(process: Process, archive: string, base: string): Promise<number> {
  const { files } = process.machine;
  // Of two of a name the later one is meant.
  const members = new Map((await read(process, archive)).map((member) => [member.name, member]));
  if (files.get(base).type !== 'directory') throw new FileFault('Not a directory');
  return forEach(
    process,
    [...members.keys()],
    (name, reason) => `can't open '${name}': ${reason}`,
    (name) => {
      const member = members.get(name);
      // A name that leads out of the directory leads to its top.
      const path = posix.join(base, posix.join('/', name)).replace(/(.)\/$/, '$1');
      if (member?.bytes === undefined) makeDirectories(files, path);
      else {
        makeDirectories(files, posix.dirname(path));
        files.write(path, member.bytes);
        files.changeMode(path, member.mode);
      }
    },
  );
}

function makeDirectories(files: FileSystem, path: string): void {
  if (files.find(path)?.type === 'directory') return;
  makeDirectories(files, posix.dirname(path));
  files.makeDirectory(path);
}

async function show(process: Process, archive: string): Promise<number> {
  for (const { name } of await read(process, archive)) await process.stdout.write(`${name}\n`);
  return 0;
}

async function read(process: Process, archive: string): Promise<Member[]> {
  const input = archive === '-' ? process.stdin : Input.of(process.machine.files.read(pathOf(process, archive)));
  return readTar(await input.readAll(process.signal));
}

export const ARCHIVE_PROGRAMS: Readonly<Record<string, Program>> = { tar };
