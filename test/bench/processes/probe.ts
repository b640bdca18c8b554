// Loaded before the command that is measured: writes down what it cost from the first write of a pet or claim on, which is
// where the work begins that grows with a set, to the end of the process; and which requests it made in all.
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { writeFileSync } from 'node:fs';
import type { Measured } from '../pets/measured.js';

const counts = { writes: 0, others: 0, reads: 0 };
let begun: { readonly at: number; readonly cpu: NodeJS.CpuUsage } | undefined;

subscribe('http.client.request.start', (message) => {
  const { method, path } = (message as { readonly request: ClientRequest }).request;
  const [resource = '', query = ''] = path.split('?');
  // Whatever is only tried is not written.
  if (method === 'GET' || query.includes('dryRun=All')) {
    if (!query.includes('watch=true')) counts.reads += 1;
  } else if (/\/(pods|persistentvolumeclaims)(\/|$)/.test(resource)) {
    counts.writes += 1;
    begun ??= { at: performance.now(), cpu: process.cpuUsage() };
  } else {
    counts.others += 1;
  }
});

process.on('exit', () => {
  const { user, system } = process.cpuUsage(begun?.cpu);
  const measured: Measured = {
    ...counts,
    time: performance.now() - (begun?.at ?? 0),
    cpu: (user + system) / 1000,
    memory: process.resourceUsage().maxRSS / 1024,
  };
  writeFileSync(process.env.PETSET_BENCH_PROBE ?? '', JSON.stringify(measured));
});
