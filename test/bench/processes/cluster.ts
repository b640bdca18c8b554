// An embedded cluster whose pods are ready at once, in a process of its own; it writes its kubeconfig to the file it is
// given, and ends with whoever started it.
import { writeFileSync } from 'node:fs';
import { startSandbox } from '../../../src/sandbox/index.js';
import type { Usage } from '../cluster/embedded-cluster.js';
import { AT_ONCE } from '../../fixtures/pace.js';

const sandbox = await startSandbox({ pace: AT_ONCE });
writeFileSync(process.argv[2] ?? '', sandbox.kubeconfig(), { mode: 0o600 });
// Ctrl-C is for whoever measures, who still has something to put away here.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => void sandbox.stop().then(() => process.exit()));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: (user + system) / 1000, memory: process.memoryUsage.rss() / 1024 ** 2 } satisfies Usage);
});
process.send?.('ready');
