// Creates 5,000 pods on an embedded cluster while five watchers look on, and deletes them: `npm run bench load`.
// Fails when a watcher misses an event, sees one twice or sees them in another order than they happened.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { load } from 'js-yaml';
import { tableLines } from '../../src/render/table.js';

const PODS = 5_000;
const WATCHERS = 5;
const CLIENTS = 20;
const NAMESPACE = 'load';
const POD_PATH = `/api/v1/namespaces/${NAMESPACE}/pods`;
/** Each pod is on its own in what it does, so that nothing waits for another one: ready at once, gone at once. */
const SCRIPT = 'stop=0';

interface PodSeen {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly name: string;
  readonly revision: number;
  readonly isReady: boolean;
}

interface PodObject {
  readonly metadata: { readonly name: string; readonly resourceVersion: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** The cluster in a process of its own, as users run it. */
class Cluster {
  readonly #child: ChildProcess;
  readonly #url: URL;
  readonly #token: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

  private constructor(child: ChildProcess, url: URL, token: string) {
    this.#child = child;
    this.#url = url;
    this.#token = token;
  }

  static async start(): Promise<Cluster> {
    const child = spawn(process.execPath, ['dist/kubectl-petset.js', 'sandbox'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let url = '';
    for await (const line of createInterface({ input: child.stdout })) {
      url ||= /http:\/\/\S+/.exec(line)?.[0] ?? '';
      const file = /KUBECONFIG=(\S+)/.exec(line)?.[1];
      if (file !== undefined) return new Cluster(child, new URL(url), tokenOf(file));
    }
    throw new Error('the sandbox ended before it said where it is');
  }

  async send(method: string, path: string, body?: object): Promise<string> {
    const response = await this.#open(method, path, this.#agent, body);
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk as string;
    if ((response.statusCode ?? 0) >= 300) throw new Error(`${method} ${path}: ${text}`);
    return text;
  }

  /** The lines of a watch, until it is ended. */
  async watch(path: string): Promise<IncomingMessage> {
    return this.#open('GET', path, new Agent());
  }

  /** What the process holds in memory now, in MiB. */
  memory(): number {
    const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(this.#child.pid)], { encoding: 'utf8' });
    return Number(kilobytes) / 1024;
  }

  /** What the process has computed in all, as `ps` writes it. */
  processorTime(): string {
    return execFileSync('ps', ['-o', 'time=', '-p', String(this.#child.pid)], { encoding: 'utf8' }).trim();
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGINT');
    await once(this.#child, 'exit');
  }

  async #open(method: string, path: string, agent: Agent, body?: object): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    const sent = request(new URL(path, this.#url), { method, agent, headers });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
  }
}

function tokenOf(file: string): string {
  const { users } = load(readFileSync(file, 'utf8')) as { users: readonly { user: { token: string } }[] };
  return users[0]?.user.token ?? '';
}

/** One watch, and all that it saw. */
class Watcher {
  readonly seen: PodSeen[] = [];
  readonly #response: IncomingMessage;
  readonly #waiting: { readonly isEnough: () => boolean; readonly resolve: () => void }[] = [];
  readonly #ready = new Set<string>();
  #gone = 0;

  constructor(response: IncomingMessage) {
    this.#response = response;
    createInterface({ input: response }).on('line', (line) => {
      this.#take(JSON.parse(line) as { type: PodSeen['type']; object: PodObject });
    });
  }

  async allReady(): Promise<void> {
    await this.#until(() => this.#ready.size === PODS);
  }

  async allGone(): Promise<void> {
    await this.#until(() => this.#gone === PODS);
  }

  end(): void {
    this.#response.destroy();
  }

  #take({ type, object }: { type: PodSeen['type']; object: PodObject }): void {
    const { name, resourceVersion } = object.metadata;
    const isReady = object.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;
    this.seen.push({ type, name, revision: Number(resourceVersion), isReady });
    if (isReady) this.#ready.add(name);
    if (type === 'DELETED') this.#gone += 1;
    for (const { isEnough, resolve } of this.#waiting) if (isEnough()) resolve();
  }

  #until(isEnough: () => boolean): Promise<void> {
    return isEnough() ? Promise.resolve() : new Promise((resolve) => this.#waiting.push({ isEnough, resolve }));
  }
}

const podName = (index: number): string => `pod-${String(index).padStart(4, '0')}`;

const pod = (index: number): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: podName(index), labels: { app: 'load' }, annotations: { 'sandbox.petset.dev/script': SCRIPT } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
});

/** As many clients as there are do all of it, each one request after the other. */
async function byAll(act: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < PODS) await act(next++);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

/** What is wrong with what the watchers saw; nothing, as it should be. */
function faults(watchers: readonly Watcher[]): string[] {
  const [first] = watchers;
  const told = watchers.flatMap(({ seen }, index) => [
    ...(seen.some(({ revision }, at) => revision <= (seen[at - 1]?.revision ?? 0))
      ? [`watcher ${index}: out of order`]
      : []),
    ...(seen.length === first?.seen.length && seen.every(({ revision }, at) => revision === first.seen[at]?.revision)
      ? []
      : [`watcher ${index}: saw ${seen.length} events, other ones than the first`]),
  ]);
  return [...told, ...lifeFaults(first?.seen ?? [])];
}

/** Each pod is added once, first of all, and deleted once, last of all. */
function lifeFaults(seen: readonly PodSeen[]): string[] {
  const lives = new Map<string, string>();
  for (const { type, name } of seen) lives.set(name, (lives.get(name) ?? '') + type.charAt(0));
  return [...lives].filter(([, life]) => !/^AM*D$/.test(life)).map(([name, life]) => `${name}: its events are ${life}`);
}

async function run(cluster: Cluster): Promise<readonly Watcher[]> {
  const atRest = cluster.memory();
  await cluster.send('POST', '/api/v1/namespaces', { metadata: { name: NAMESPACE } });
  const list = JSON.parse(await cluster.send('GET', POD_PATH)) as { metadata: { resourceVersion: string } };
  const path = `${POD_PATH}?watch=1&resourceVersion=${list.metadata.resourceVersion}`;
  const watchers = await Promise.all(
    Array.from({ length: WATCHERS }, async () => new Watcher(await cluster.watch(path))),
  );
  const creating = timed(() => byAll((index) => cluster.send('POST', POD_PATH, pod(index))));
  const allReady = timed(() => Promise.all(watchers.map((watcher) => watcher.allReady())));
  const created = await creating;
  const lastReady = await allReady;
  const eventsUp = watchers[0]?.seen.length ?? 0;
  const full = cluster.memory();
  const listed = await timed(() => cluster.send('GET', POD_PATH));
  const deleting = timed(() => byAll((index) => cluster.send('DELETE', `${POD_PATH}/${podName(index)}`)));
  const lastGone = await timed(() => Promise.all(watchers.map((watcher) => watcher.allGone())));
  const deleted = await deleting;
  const events = watchers[0]?.seen.length ?? 0;
  const rows = [
    ['pods created', `${(PODS / created).toFixed(0)} requests/s`],
    ['all of them ready, seen by all', `${lastReady.toFixed(1)} s after the first request`],
    ['events delivered meanwhile', `${((eventsUp * WATCHERS) / lastReady).toFixed(0)}/s`],
    ['list of all', `${(listed * 1000).toFixed(0)} ms`],
    ['pods deleted', `${(PODS / deleted).toFixed(0)} requests/s`],
    ['all of them gone, seen by all', `${lastGone.toFixed(1)} s after the first request`],
    ['events of a watcher', String(events)],
    [
      'memory of the cluster',
      `${atRest.toFixed(0)} MiB at rest, ${full.toFixed(0)} MiB full, ${cluster.memory().toFixed(0)} MiB after`,
    ],
  ];
  process.stdout.write(`${PODS} pods, ${WATCHERS} watchers, ${CLIENTS} clients; the cluster in a process of its own\n`);
  process.stdout.write(`${tableLines(['WHAT', 'FIGURE'], rows).join('\n')}\n`);
  return watchers;
}

/** A start, and the end of it. */
async function startAndStop(): Promise<void> {
  const child = spawn(process.execPath, ['dist/kubectl-petset.js', 'sandbox', '--', 'true']);
  await once(child, 'exit');
}

process.stdout.write(`sandbox -- true: ${(await timed(startAndStop)).toFixed(2)} s\n`);
const cluster = await Cluster.start();
try {
  const watchers = await run(cluster);
  const found = faults(watchers);
  for (const watcher of watchers) watcher.end();
  process.stdout.write(found.length === 0 ? 'no event missed, doubled or out of order\n' : `${found.join('\n')}\n`);
  if (found.length > 0) process.exitCode = 1;
} finally {
  await cluster.stop();
}
