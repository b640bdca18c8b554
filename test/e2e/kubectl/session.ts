import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { IMAGES, TestNamespace } from '../cluster.js';
import { blank } from './blank.js';
import type { Answer, Row } from './transcript.js';
import { formatAnswer } from './transcript.js';

/** What only looks may be asked again until all that it shows has come about. */
const LOOKS =
  /^kubectl (?:get(?!.* (?:-w|--watch))|describe|events(?!.* -w)|logs(?!.* -f)|top|auth|rollout (?:history|status))/;
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

  private constructor(namespace: TestNamespace, directory: string, nodes: readonly string[]) {
    this.#namespace = namespace;
    this.#directory = directory;
    this.#nodes = nodes;
  }

  /** On a cluster, with texts in files. */
  static async open(kubeconfig: string, files: Readonly<Record<string, string>> = {}): Promise<Session> {
    const namespace = await TestNamespace.create(kubeconfig);
    const directory = mkdtempSync(join(tmpdir(), 'petset-e2e-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const machines = '{.items[?(@.status.nodeInfo.kubeletVersion!="")].metadata.name}';
    const { stdout } = await namespace.kubectl('get', 'nodes', '-o', `jsonpath=${machines}`);
    const session = new Session(namespace, directory, stdout.split(' '));
    const config = '--kubeconfig="$HOME/config"';
    await session.#run(
      `kubectl --kubeconfig=${kubeconfig} config view --raw --flatten --minify >config &&
       kubectl ${config} config set-context --current --namespace=$NS`,
    );
    return session;
  }

  async close(): Promise<void> {
    await this.#namespace.remove();
    rmSync(this.#directory, { recursive: true });
  }

  /** Types a row, and again if it only looks and does not see yet what was recorded. */
  async play(row: Row): Promise<Row> {
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
    if (LOOKS.test(row.typed[0] ?? '')) await pause(SETTLING_MS);
    return { ...row, answer: await this.#answer(row) };
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
    return formatAnswer({ code, stdout: blank(stdout, own), stderr: blank(stderr, own) });
  }

  #run(line: string, input: readonly string[] = []): Promise<Answer> {
    const env = {
      PATH: process.env.PATH,
      HOME: this.#directory,
      KUBECONFIG: join(this.#directory, 'config'),
      NS: this.#namespace.name,
      NODE: this.#nodes[0],
      IMAGE: IMAGES.old,
      NEW_IMAGE: IMAGES.new,
    };
    return new Promise((resolve) => {
      const options = { env, cwd: this.#directory, timeout: 60_000 };
      const shell = execFile('sh', ['-c', `${SEEN}${line}`], options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
      });
      shell.stdin?.end(
        input
          .map((text) => `${text}\n`)
          .join('')
          .replaceAll(/\$(NS|NODE|IMAGE|NEW_IMAGE)\b/g, (_, name: keyof typeof env) => env[name] ?? ''),
      );
    });
  }
}
