import type { Choices } from '../command-line.js';
import { BenchFailure } from '../failure.js';
import { Api } from './api.js';

/** Which cluster it is, and what `...` stands for in the commands. Throws a `BenchFailure` where it cannot be reached. */
export async function describeGiven(kubeconfig: string, { statefulSet, fakeNode }: Choices): Promise<string> {
  const version = await versionOf(kubeconfig).catch((error: unknown) => {
    throw new BenchFailure(`${kubeconfig}: ${error instanceof Error ? error.message : String(error)}`);
  });
  const flags = ['--kubeconfig FILE', statefulSet ? '--statefulset' : [], fakeNode ? '--fake-node' : []].flat();
  return `on Kubernetes ${version}, pods on ${fakeNode ? 'a node of ours' : 'its nodes'}; ... is ${flags.join(' ')}`;
}

async function versionOf(kubeconfig: string): Promise<string> {
  const api = await Api.of(kubeconfig);
  try {
    const { gitVersion } = JSON.parse(await api.send('GET', '/version')) as { readonly gitVersion: string };
    return gitVersion;
  } finally {
    api.close();
  }
}
