import { Disk } from '../../../../src/sandbox/containers/files/disk.js';
import { directory, file } from '../../../../src/sandbox/containers/files/entry.js';
import { FileSystem } from '../../../../src/sandbox/containers/files/file-system.js';
import type { Mount } from '../../../../src/sandbox/containers/files/file-system.js';
import { Collector, Input } from '../../../../src/sandbox/containers/io/streams.js';
import type { Machine, Network, Process } from '../../../../src/sandbox/containers/machine.js';
import { launch } from '../../../../src/sandbox/containers/launch.js';
import { PROGRAMS } from '../../../../src/sandbox/containers/programs/table.js';

const NOW = Date.UTC(2016, 6, 1, 12);

export const mountOf = (path: string, disk: Disk, readOnly = false): Mount => ({
  path,
  readOnly,
  root: () => disk.root,
  disk,
  source: 'disk',
});

const NOBODY: Network = {
  server: '10.96.0.10',
  lookup: () => undefined,
  query: () => undefined,
  querySrv: () => undefined,
  reverse: () => [],
  connect: () => 'unreachable',
};

/** A container named web-3 with a few directories, a disk of 4 kB at /small and one that nobody may write to at /ro. */
export function machine(network: Partial<Network> = {}): Machine {
  const own = new Disk(NOW, 1_000_000);
  for (const name of ['tmp', 'etc', 'dev']) own.root.entries.set(name, directory(NOW));
  const dev = own.root.entries.get('dev');
  if (dev?.type === 'directory') dev.entries.set('null', { type: 'device', mode: 0o666, changedAt: NOW });
  const fixed = new Disk(NOW, 1_000_000);
  fixed.root.entries.set('kept', file(Buffer.from('kept\n'), NOW));
  const mounts = [mountOf('/', own), mountOf('/small', new Disk(NOW, 4096)), mountOf('/ro', fixed, true)];
  return {
    files: new FileSystem(mounts, () => NOW),
    hostname: 'web-3',
    fullName: 'web-3.nginx.default.svc.cluster.local',
    ip: '10.244.0.5',
    uid: 0,
    gid: 0,
    network: { ...NOBODY, ...network },
    programs: PROGRAMS,
    now: () => NOW,
    sleep: () => Promise.resolve(),
  };
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in a container. */
export async function run(
  argv: readonly string[],
  on: Machine = machine(),
  stdin = '',
  signal = new AbortController().signal,
): Promise<Ran> {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const env = new Map([
    ['HOSTNAME', 'web-3'],
    ['HOME', '/root'],
  ]);
  const process: Omit<Process, 'name' | 'args'> = {
    stdin: Input.of(Buffer.from(stdin)),
    stdout,
    stderr,
    signal,
    env,
    cwd: '/',
    machine: on,
    terminal: undefined,
  };
  const code = await launch(argv, process);
  return { code, out: stdout.bytes.toString(), err: stderr.bytes.toString() };
}

export const sh = (script: string, on?: Machine, stdin?: string): Promise<Ran> => run(['sh', '-c', script], on, stdin);
