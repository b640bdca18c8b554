import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Bench } from '../bench.js';
import { BenchFailure } from '../failure.js';
import type { Part } from '../part.js';
import type { Figures } from '../plan/measure.js';
import type { Order } from '../plan/server.js';
import { PROCESSES } from '../processes.js';
import { type Case, rowOf, type Row, type Sample } from '../row.js';

const SIZES = [10, 100, 1_000, 10_000];
const MOST_OF_QUICK = 100;

interface Kind {
  /** What comes behind the size in the name of the case. */
  readonly suffix: string;
  readonly says: string;
  readonly unit: string;
  readonly sample: (figures: Figures) => Sample;
}

const KINDS: readonly Kind[] = [
  { suffix: '', says: 'one plan', unit: 'ms/plan', sample: ({ plan }) => ({ cpu: plan }) },
  {
    suffix: '/event',
    says: 'one event, from the watch to what is printed; memory in rest',
    unit: 'ms/event',
    sample: ({ lines, resident }) => ({ cpu: lines, memory: resident }),
  },
  { suffix: '/drawn', says: 'the same to what is drawn', unit: 'ms/event', sample: ({ live }) => ({ cpu: live }) },
  { suffix: '/pet', says: 'one more pet until it is ready', unit: 'ms/pet', sample: ({ birth }) => ({ cpu: birth }) },
  {
    suffix: '/list',
    says: 'to list all and to look at them; peak memory',
    unit: 'ms',
    sample: ({ start, peak }) => ({ cpu: start, memory: peak }),
  },
];

const caseOf = (size: number, { suffix, says, unit }: Kind): Case => ({
  name: `plan/${size}${suffix}`,
  says: `${size} pets: ${says}`,
  unit,
  runs: size < 10_000 ? 3 : 1,
  isQuick: size <= MOST_OF_QUICK,
});

export const plan: Part = {
  name: 'plan',
  says: 'what a healthy set costs whoever keeps it, each pet with a claim',
  cases: SIZES.flatMap((size) => KINDS.map((kind) => caseOf(size, kind))),
  measure: async (wanted, bench) => {
    const names = new Set(wanted.map(({ name }) => name));
    const rows: Row[] = [];
    for (const size of SIZES) {
      const kinds = KINDS.filter((kind) => names.has(caseOf(size, kind).name));
      const [first] = kinds;
      if (first === undefined) continue;
      const figures: Figures[] = [];
      const runs = bench.runsOf(caseOf(size, first));
      for (let run = 0; run < runs; run++) {
        bench.tell(`plan/${size}: run ${run + 1} of ${runs}`);
        figures.push(await sizeUp(size, bench));
      }
      rows.push(...kinds.map((kind) => rowOf(caseOf(size, kind), figures.map(kind.sample))));
    }
    return rows;
  },
};

async function sizeUp(pets: number, { signal }: Bench): Promise<Figures> {
  const options = { serialization: 'advanced', signal } as const;
  const server = fork(PROCESSES.manyPets, ['server', String(pets)], { ...options, execArgv: [] });
  try {
    const [port] = (await once(server, 'message', { signal })) as [number];
    const words = ['measured', String(pets), String(port)];
    return await figuresOf(fork(PROCESSES.manyPets, words, { ...options, execArgv: ['--expose-gc'] }), server);
  } finally {
    server.kill();
  }
}

function figuresOf(measured: ChildProcess, server: ChildProcess): Promise<Figures> {
  return new Promise((resolve, reject) => {
    measured.on('message', (told: Order | Figures) => {
      if ('order' in told) server.send(told);
      else resolve(told);
    });
    measured.on('error', reject);
    measured.on('exit', (code) => reject(new BenchFailure(`a set of many pets ended with ${String(code)}`)));
  });
}
