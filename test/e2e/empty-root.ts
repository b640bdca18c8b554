import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Ran, Running } from './cluster.js';

const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';
/** Ways to make a directory the root of a process: what root may do, and what some systems let everybody do. */
const WAYS = [['chroot'], ['unshare', '--map-root-user', 'chroot']] as const;

/** A root directory with one executable and the libraries that it is linked with, as in the smallest of containers. */
export class EmptyRoot {
  private readonly root = mkdtempSync(join(tmpdir(), 'petset-empty-'));
  private readonly executable: string;
  private readonly way: readonly string[];

  private constructor(executable: string, way: readonly string[]) {
    this.executable = `/${basename(executable)}`;
    this.way = way;
    for (const file of librariesOf(executable)) this.copy(file, file);
    this.copy(executable, this.executable);
  }

  /** Nothing where nobody may make a directory the root of a process. */
  static of(executable: string): EmptyRoot | undefined {
    const way = WAYS.find(([program, ...args]) => works(program, [...args, '/', 'true']));
    return way === undefined ? undefined : new EmptyRoot(executable, way);
  }

  /** What is in the topmost directory. */
  names(): string[] {
    return readdirSync(this.root).sort();
  }

  read(name: string): string {
    return readFileSync(join(this.root, name), 'utf8');
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.root, name), text);
  }

  /** Starts the executable in there, with nothing in its environment that is not said here. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    const [program = '', ...words] = [...this.way, this.root, this.executable, ...args];
    return new Running(spawn(program, words, { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  async run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    const running = this.start(args, env);
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      running.child[stream]?.on('data', (data: Buffer) => (texts[stream] += data.toString()));
    }
    return { code: await running.end(), ...texts };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  private copy(from: string, to: string): void {
    mkdirSync(dirname(join(this.root, to)), { recursive: true });
    copyFileSync(from, join(this.root, to));
  }
}

function works(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', env: { PATH } });
    return true;
  } catch {
    return false;
  }
}

/** `/lib/x86_64-linux-gnu/libc.so.6`, and so on, with what loads them. */
function librariesOf(executable: string): string[] {
  const words = execFileSync('ldd', [executable], { encoding: 'utf8' }).split(/\s+/);
  return words.filter((word) => word.startsWith('/'));
}
