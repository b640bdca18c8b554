import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';
import { PodObserver } from './observer.js';

const BUNDLE = new URL('../../dist/kubectl-petset.js', import.meta.url).pathname;

/** Images that the cluster can pull, or has: two versions of something that runs until it is told to stop. */
export const IMAGES = {
  old: process.env.E2E_IMAGE_OLD ?? 'registry.k8s.io/nginx-slim:0.7',
  new: process.env.E2E_IMAGE_NEW ?? 'registry.k8s.io/nginx-slim:0.8',
};

/** How a program ended and what it printed. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A namespace of its own on the cluster that the tests run against, and the programs that talk to it. */
export class TestNamespace {
  readonly name: string;
  private readonly env: NodeJS.ProcessEnv;
  private readonly files: string;
  private readonly running = new Set<ChildProcess>();
  private written = 0;

  private constructor(name: string, kubeconfig: string) {
    this.name = name;
    this.env = { ...process.env, KUBECONFIG: kubeconfig, NO_COLOR: '1' };
    this.files = mkdtempSync(join(tmpdir(), 'petset-e2e-'));
  }

  /** On the cluster that all tests share, unless it is another one. */
  static async create(kubeconfig = inject('kubeconfig')): Promise<TestNamespace> {
    const name = `petset-e2e-${Math.random().toString(36).slice(2, 8)}`;
    const namespace = new TestNamespace(name, kubeconfig);
    await namespace.kubectl('create', 'namespace', namespace.name);
    await namespace.kubectl('wait', '--for=create', 'serviceaccount/default', '--timeout=30s');
    return namespace;
  }

  /** Ends what still runs and removes the namespace, without waiting for its last breath. */
  async remove(): Promise<void> {
    for (const child of this.running) child.kill('SIGKILL');
    await this.kubectl('delete', 'namespace', this.name, '--wait=false');
    rmSync(this.files, { recursive: true });
  }

  /** A file with this text; answers with its path. */
  file(text: string): string {
    const path = join(this.files, `${++this.written}.yaml`);
    writeFileSync(path, text);
    return path;
  }

  petset(...args: readonly string[]): Promise<Ran> {
    return this.run(process.execPath, this.line(args));
  }

  kubectl(...args: readonly string[]): Promise<Ran> {
    return this.run('kubectl', [...this.inNamespace, ...args]);
  }

  /** Before all arguments: what follows `--` is for the command of `exec`. */
  private get inNamespace(): readonly string[] {
    return ['-n', this.name];
  }

  /** The arguments of Node for a command of ours. */
  private line(args: readonly string[]): readonly string[] {
    return [BUNDLE, ...this.inNamespace, ...args];
  }

  /** The same, with more in the environment of kubectl, as an editor. */
  kubectlWith(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Ran> {
    return this.run('kubectl', ['-n', this.name, ...args], env);
  }

  /** What `kubectl get ... -o json` shows. Throws where it fails. */
  async get<T = { items: KubeItem[] }>(...what: readonly string[]): Promise<T> {
    const { code, stdout, stderr } = await this.kubectl('get', ...what, '-o', 'json');
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as T;
  }

  /** `web-0 web-1`: the names of all objects of a kind, sorted. */
  async names(kind: string): Promise<string> {
    const { items } = await this.get(kind);
    return items
      .map(({ metadata }) => metadata.name)
      .sort()
      .join(' ');
  }

  /** Starts a command of ours that goes on while the test does something else. */
  start(...args: readonly string[]): Running {
    const running = new Running(spawn(process.execPath, this.line(args), { env: this.env }));
    this.running.add(running.child);
    return running;
  }

  /** Watches the pods as a bystander would, with kubectl. */
  async observe(): Promise<PodObserver> {
    const args = ['get', 'pods', '-n', this.name, '--watch', '--output-watch-events', '-o', 'json'];
    const child = spawn('kubectl', args, { env: this.env });
    this.running.add(child);
    const observer = new PodObserver(child);
    await once(child, 'spawn');
    return observer;
  }

  private run(program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return new Promise((resolve) => {
      execFile(program, args, { env: { ...this.env, ...more } }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      });
    });
  }
}

export interface KubeItem {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Record<string, string>;
    readonly ownerReferences?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly controller?: boolean;
    }[];
  };
  readonly spec: { readonly volumes?: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[] };
}

/** A command of ours that runs in the background. */
export class Running {
  readonly child: ChildProcess;
  readonly lines: string[] = [];
  private readonly waiters: { readonly pattern: RegExp; readonly found: (line: string) => void }[] = [];
  private readonly ended: Promise<number>;

  constructor(child: ReturnType<typeof spawn>) {
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.take(line));
    }
    this.ended = once(child, 'close').then(([code]) => Number(code ?? -1));
  }

  /** Resolves to the first line that matches, printed before or after. */
  line(pattern: RegExp): Promise<string> {
    const printed = this.lines.find((line) => pattern.test(line));
    if (printed !== undefined) return Promise.resolve(printed);
    return new Promise((found) => this.waiters.push({ pattern, found }));
  }

  /** Resolves to the exit code when all has been printed; -1 when a signal ended it. */
  end(): Promise<number> {
    return this.ended;
  }

  private take(line: string): void {
    this.lines.push(line);
    for (const { pattern, found } of this.waiters) if (pattern.test(line)) found(line);
  }
}
