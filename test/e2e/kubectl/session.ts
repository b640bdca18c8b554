import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { IMAGES, TestNamespace } from '../cluster.js';
import { blank } from './blank.js';
import { claimsBesidePods } from './claims-and-pods.js';
import type { Answer, Row } from './transcript.js';
import { formatAnswer } from './transcript.js';

/** What only looks may be asked again until all that it shows has come about. */
const LOOKS =
  /^kubectl (?:petset )?(?:get(?!.* (?:-w|--watch))|describe|events(?!.* -w)|logs(?!.* -f)|top|auth|rollout (?:history|status))/;
/** Where kubectl finds us. */
const PLUGIN = new URL('../../../plugin', import.meta.url).pathname;
const PATIENCE_MS = 10_000;
const BREATH_MS = 100;
/** Where there is nothing to wait for, since the answer is only now written down. */
const SETTLING_MS = 1500;

/**
 * `seen N CHANGE COMMAND...`: the first N lines of a command that goes on, while a change is made again and again: a
 * watch that is late sees the next one.
 */
const SEEN = `seen() {
  lines=$1 change=$2; shift 2; rm -f seen; mkfifo seen
  "$@" >seen 2>&1 & watch=$!
  while sleep 0.3; do eval "$change"; done >/dev/null 2>&1 & changes=$!
  head -n $lines <seen
  kill $watch $changes
}
`;

/** A shell, a namespace that is the current one, and a directory for files. */
export class Session {
  readonly #namespace: TestNamespace;
  readonly #directory: string;
  readonly #nodes: readonly string[];
  readonly #elsewhere: ChildProcess[] = [];

  private constructor(namespace: TestNamespace, directory: string, nodes: readonly string[]) {
    this.#namespace = namespace;
    this.#directory = directory;
    this.#nodes = nodes;
  }

  /** `files` are there from the start, by name. */
  static async open(kubeconfig: string, files: Readonly<Record<string, string>> = {}): Promise<Session> {
    const namespace = await TestNamespace.create(kubeconfig);
    const directory = mkdtempSync(join(tmpdir(), 'petset-e2e-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const machines = '{.items[?(@.status.nodeInfo.kubeletVersion!="")].metadata.name}';
    const { stdout } = await namespace.kubectl('get', 'nodes', '-o', `jsonpath=${machines}`);
    const session = new Session(namespace, directory, stdout.split(' '));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const config = '--kubeconfig="$HOME/config"';
    await session.#run(
      `kubectl --kubeconfig=${kubeconfig} config view --raw --flatten --minify >config &&
       kubectl ${config} config set-context --current --namespace=$NS`,
    );
    return session;
  }

  async close(): Promise<void> {
    for (const { pid } of this.#elsewhere) if (pid !== undefined) process.kill(-pid);
    await this.#namespace.remove();
    rmSync(this.#directory, { recursive: true });
  }

  /** Types a row, and again if it only looks and does not see yet what was recorded. */
  async play(row: Row): Promise<Row> {
    if (row.mark === '&') return this.#begin(row);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.#answer(row);
      const isOver = answer.join('\n') === row.answer.join('\n') || Date.now() > deadline;
      if (isOver || !LOOKS.test(row.typed[0] ?? '')) return { ...row, answer };
      await pause(BREATH_MS);
    }
  }

  /** Types a row once, when things had time to settle. */
  async record(row: Row): Promise<Row> {
    if (row.mark === '&') return this.#begin(row);
    if (LOOKS.test(row.typed[0] ?? '')) await pause(SETTLING_MS);
    return { ...row, answer: await this.#answer(row) };
  }

  /** In another terminal. What is printed there goes into a file, if anybody wants to see it. */
  #begin(row: Row): Row {
    const options = { env: this.#env(), cwd: this.#directory, stdio: 'ignore', detached: true } as const;
    const shell = spawn('sh', ['-c', row.typed[0] ?? ''], options);
    this.#elsewhere.push(shell);
    shell.once('exit', () => this.#elsewhere.splice(this.#elsewhere.indexOf(shell), 1));
    return row;
  }

  async #answer({ typed: [line = '', ...input] }: Row): Promise<string[]> {
    const { code, stdout, stderr } = await this.#run(line, input);
    const own = [
      [IMAGES.new, 'NEW_IMAGE'],
      [IMAGES.old, 'IMAGE'],
      [this.#namespace.name, 'NS'],
      [this.#directory, 'HOME'],
      ...this.#nodes.map((node) => [node, 'NODE'] as const),
    ] as const;
    return claimsBesidePods(formatAnswer({ code, stdout: blank(stdout, own), stderr: blank(stderr, own) }));
  }

  #run(line: string, input: readonly string[] = []): Promise<Answer> {
    const env = this.#env();
    return new Promise((resolve) => {
      const options = { env, cwd: this.#directory, timeout: 60_000 };
      const shell = execFile('sh', ['-c', `${SEEN}${line}`], options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      });
      // Nobody has to read all of it.
      shell.stdin?.on('error', () => undefined);
      shell.stdin?.end(
        input
          .map((text) => `${text}\n`)
          .join('')
          .replaceAll(/\$(NS|NODE|IMAGE|NEW_IMAGE)\b/g, (_, name: keyof typeof env) => env[name] ?? ''),
      );
    });
  }

  #env() {
    return {
      PATH: `${PLUGIN}${delimiter}${process.env.PATH ?? ''}`,
      HOME: this.#directory,
      KUBECONFIG: join(this.#directory, 'config'),
      NS: this.#namespace.name,
      NODE: this.#nodes[0],
      IMAGE: IMAGES.old,
      NEW_IMAGE: IMAGES.new,
    };
  }
}
