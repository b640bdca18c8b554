import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const BUNDLE = new URL('../../dist/kubectl-petset.js', import.meta.url).pathname;

export interface SandboxProcess {
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/** Starts `kubectl petset sandbox` with more arguments; resolves once it says how to use it. */
export async function startSandboxProcess(...args: readonly string[]): Promise<SandboxProcess> {
  const cluster = spawn(process.execPath, [BUNDLE, 'sandbox', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(cluster, 'exit');
  for await (const line of createInterface({ input: cluster.stdout })) {
    const [, kubeconfig] = /export KUBECONFIG=(.*)/.exec(line) ?? [];
    if (kubeconfig === undefined) continue;
    const stop = async (): Promise<void> => {
      cluster.kill('SIGINT');
      await ended;
    };
    return { kubeconfig, stop };
  }
  throw new Error(`sandbox ${args.join(' ')} ended before it could be used`);
}
