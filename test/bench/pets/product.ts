import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from '../bench.js';
import { BenchFailure } from '../failure.js';
import { PROCESSES, PRODUCT } from '../processes.js';
import type { Hand, Place } from './hand.js';
import type { Life, Operation } from './life.js';
import { petSet, SET } from './manifests.js';
import type { Measured } from './measured.js';

/** What a user types. */
const COMMANDS: Readonly<Record<Operation, (life: Life, manifest: string) => readonly string[]>> = {
  create: (_, manifest) => ['create', '-f', manifest],
  upgrade: () => ['restart', SET],
  down: () => ['scale', SET, '--replicas=0'],
  up: ({ pets }) => ['scale', SET, `--replicas=${pets}`],
  clean: () => ['clean', SET, '--yes'],
};

/** We: the built command, in a process of its own as a user has it, its output going nowhere. */
export const product = ({ home, signal }: Pick<Bench, 'home' | 'signal'>): Hand => ({
  name: 'ours',
  act: async (operation, life, place) => {
    const manifest = join(home, 'petset.json');
    writeFileSync(manifest, JSON.stringify(petSet(life, place)));
    return run(COMMANDS[operation](life, manifest), place, { home, signal });
  },
});

async function run(
  words: readonly string[],
  { kubeconfig, namespace }: Place,
  { home, signal }: Pick<Bench, 'home' | 'signal'>,
): Promise<Measured> {
  const probed = join(home, 'probed.json');
  const child = spawn(
    process.execPath,
    ['--import', pathToFileURL(PROCESSES.probe).href, PRODUCT, ...words, '-n', namespace],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, KUBECONFIG: kubeconfig, PETSET_BENCH_PROBE: probed },
      signal,
    },
  );
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new BenchFailure(`kubectl petset ${words.join(' ')} ended with ${String(code)}:\n${told}`);
  return JSON.parse(readFileSync(probed, 'utf8')) as Measured;
}
