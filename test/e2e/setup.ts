import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that names the cluster which the tests run against. */
    kubeconfig: string;
    /** Whether there is a kubectl to look at it with. */
    kubectl: boolean;
  }
}

const BUNDLE = new URL('../../dist/kubectl-petset.js', import.meta.url).pathname;

/** The cluster that E2E_KUBECONFIG names, else an embedded one for these tests. Answers with how to end it. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  project.provide('kubectl', hasKubectl());
  if (!hasKubectl()) process.stderr.write('there is no kubectl on this machine: the end-to-end tests are skipped\n');
  const given = process.env.E2E_KUBECONFIG;
  if (given !== undefined || !hasKubectl()) {
    project.provide('kubeconfig', given ?? '');
    return undefined;
  }
  const cluster = spawn(process.execPath, [BUNDLE, 'sandbox'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: cluster.stdout })) {
    const [, kubeconfig] = /export KUBECONFIG=(.*)/.exec(line) ?? [];
    if (kubeconfig === undefined) continue;
    project.provide('kubeconfig', kubeconfig);
    break;
  }
  return async () => {
    cluster.kill('SIGINT');
    await once(cluster, 'exit');
  };
}

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
