import { join } from 'node:path';

/** The programs that run beside this one, as `scripts/bench.mjs` bundles them. */
export const PROCESSES = {
  cluster: join(import.meta.dirname, 'cluster.mjs'),
  floor: join(import.meta.dirname, 'floor.mjs'),
  manyPets: join(import.meta.dirname, 'many-pets.mjs'),
  probe: join(import.meta.dirname, 'probe.mjs'),
};

/** The command as it is installed. */
export const PRODUCT = join(process.cwd(), 'dist/kubectl-petset.js');
