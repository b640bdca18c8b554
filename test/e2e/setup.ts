import { execFileSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { startSandboxProcess } from './sandbox-process.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that names the cluster which the tests run against. */
    kubeconfig: string;
    /** Whether there is a kubectl to look at it with. */
    kubectl: boolean;
  }
}

/** The cluster that E2E_KUBECONFIG names, else an embedded one for these tests. Answers with how to end it. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  project.provide('kubectl', hasKubectl());
  if (!hasKubectl()) process.stderr.write('there is no kubectl on this machine: the end-to-end tests are skipped\n');
  const given = process.env.E2E_KUBECONFIG;
  if (given !== undefined || !hasKubectl()) {
    project.provide('kubeconfig', given ?? '');
    return undefined;
  }
  const cluster = await startSandboxProcess();
  project.provide('kubeconfig', cluster.kubeconfig);
  return () => cluster.stop();
}

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
