// Measures what a set of many pets costs whoever keeps it, each with a claim, and all of it healthy: `npm run bench plan`.
// The server is a process of its own, and the measured one another, for each size. With sizes behind it, of those alone.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { newRecord } from '../../src/petset/record.js';
import { tableLines } from '../../src/render/table.js';
import { webSet } from '../fixtures/sets.js';
import { type Figures, measure } from './plan/measure.js';
import { ManyPets, type Order } from './plan/server.js';

const SIZES = [10, 100, 1_000, 10_000];
const SELF = fileURLToPath(import.meta.url);

/** The word that a child is sent as its errand: which part it is to play. */
async function play(part: string, pets: number, port: number): Promise<void> {
  if (part === 'server') {
    const server = new ManyPets(newRecord(webSet({ replicas: pets }), 'default', 'config-map'), pets);
    process.on('message', (order: Order) => server.obey(order));
    process.send?.(await server.listen());
  } else {
    process.send?.(await measure(pets, port, (order) => process.send?.(order)));
    process.disconnect();
  }
}

async function sizeUp(pets: number): Promise<Figures> {
  const server = fork(SELF, ['server', String(pets)], { serialization: 'advanced' });
  const [port] = (await once(server, 'message')) as [number];
  const execArgv = ['--expose-gc', ...(process.env.NODE_FLAGS?.split(' ') ?? [])];
  const measured = fork(SELF, ['measured', String(pets), String(port)], { execArgv, serialization: 'advanced' });
  try {
    return await figuresOf(measured, server);
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
    measured.on('exit', (code) => reject(new Error(`it ended with ${code}`)));
  });
}

function row({ pets, plan, lines, live, birth, start, heap, resident, peak }: Figures): readonly string[] {
  const milliseconds = [plan, lines, live, birth].map((each) => each.toFixed(2));
  return [String(pets), ...milliseconds, start.toFixed(0), ...[heap, resident, peak].map((each) => each.toFixed(0))];
}

const [first, second, third] = process.argv.slice(2);
if (first === 'server' || first === 'measured') await play(first, Number(second), Number(third));
else {
  const rows: (readonly string[])[] = [];
  const sizes = process.argv.slice(2).map(Number);
  for (const pets of sizes.length > 0 ? sizes : SIZES) rows.push(row(await sizeUp(pets)));
  const header = ['PETS', 'PLAN', 'EVENT, LINES', 'EVENT, DRAWN', 'BIRTH', 'START', 'HEAP', 'RSS', 'PEAK'];
  process.stdout.write('milliseconds of the processor, and MiB; each pet with a claim\n');
  process.stdout.write(`${tableLines(header, rows).join('\n')}\n`);
}
