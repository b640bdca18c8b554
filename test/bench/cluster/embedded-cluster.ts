import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { BenchFailure } from '../failure.js';
import { PROCESSES } from '../processes.js';

/** Milliseconds, and MB. */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

/** An embedded cluster in a process of its own, whose pods are ready at once; with the connection of a user: TLS and a token. */
export class EmbeddedCluster {
  readonly kubeconfig: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(kubeconfig: string, child: ChildProcess) {
    this.kubeconfig = kubeconfig;
    this.#child = child;
    this.#ended = once(child, 'exit');
  }

  static async start({ home }: Bench): Promise<EmbeddedCluster> {
    const kubeconfig = join(mkdtempSync(join(home, 'cluster-')), 'kubeconfig');
    const child = fork(PROCESSES.cluster, [kubeconfig], {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const cluster = new EmbeddedCluster(kubeconfig, child);
    const begun = once(child, 'message').then(() => true);
    if (!(await Promise.race([begun, cluster.#ended.then(() => false)]))) {
      throw new BenchFailure('the embedded cluster ended before it could be used');
    }
    return cluster;
  }

  /** What its process has computed so far, and holds in memory now. */
  async usage(): Promise<Usage> {
    const answer = once(this.#child, 'message');
    this.#child.send('usage');
    const [usage] = (await answer) as [Usage];
    return usage;
  }

  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended;
  }
}

/** Measures something on an embedded cluster that is there only for that. */
export async function onEmbedded<T>(bench: Bench, measure: (cluster: EmbeddedCluster) => Promise<T>): Promise<T> {
  const cluster = await EmbeddedCluster.start(bench);
  try {
    return await measure(cluster);
  } finally {
    await cluster.stop();
  }
}
