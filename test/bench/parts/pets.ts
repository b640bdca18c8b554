import type { Bench } from '../bench.js';
import { Venue } from '../cluster/venue.js';
import type { Part } from '../part.js';
import { floor } from '../pets/floor.js';
import type { Hand } from '../pets/hand.js';
import { caseName, type Life, LIVES, type Operation, OPERATIONS } from '../pets/life.js';
import { perPet } from '../pets/measured.js';
import { product } from '../pets/product.js';
import { statefulSetController } from '../pets/stateful-set.js';
import { type Case, type Row, rowOf, ratios, type Sample, usual, brief } from '../row.js';

const caseOf = (life: Life, operation: Operation): Case => ({
  name: caseName(life, operation),
  says: describe(life, operation),
  unit: 'ms/pet',
  runs: life.runs,
  isQuick: life.isQuick,
  isLong: life.pets >= 1_000,
});

function describe({ pets, withClaims, isParallel }: Life, operation: Operation): string {
  const claims = withClaims ? 'with a claim each' : 'without claims';
  return `${pets} pets ${claims}, ${isParallel ? 'Parallel' : 'one after the other'}: ${OPERATIONS[operation]}`;
}

export const pets: Part = {
  name: 'pets',
  says: 'what is done to sets, beside the floor: one write, one event',
  cases: LIVES.flatMap((life) => life.operations.map((operation) => caseOf(life, operation))),
  isForAnyCluster: true,
  measure: async (wanted, bench) => {
    const names = new Set(wanted.map(({ name }) => name));
    const rows: Row[] = [];
    for (const life of LIVES) {
      const operations = life.operations.filter((operation) => names.has(caseName(life, operation)));
      if (operations.length > 0) rows.push(...(await measureLife(life, operations, bench)));
    }
    return rows;
  },
};

/** The samples of a life, by who did what. */
class Samples {
  readonly #samples = new Map<string, Sample[]>();

  add(hand: Hand['name'], operation: Operation, sample: Sample): void {
    const key = `${hand} ${operation}`;
    this.#samples.set(key, [...this.of(hand, operation), sample]);
  }

  of(hand: Hand['name'], operation: Operation): readonly Sample[] {
    return this.#samples.get(`${hand} ${operation}`) ?? [];
  }
}

async function measureLife(life: Life, operations: readonly Operation[], bench: Bench): Promise<readonly Row[]> {
  const hands = [product(bench), floor(bench), ...(bench.choices.statefulSet ? [statefulSetController(bench)] : [])];
  const samples = new Samples();
  const [first = 'create'] = operations;
  const runs = bench.runsOf(caseOf(life, first));
  const venue = await Venue.open(bench);
  try {
    await live({ ...life, pets: 10 }, ['create', 'down'], floor(bench), venue, bench);
    for (let run = 0; run < runs; run++) {
      // Whoever is first finds the cluster otherwise than the next one: it is another one each time.
      for (const hand of run % 2 === 0 ? hands : hands.toReversed()) {
        bench.tell(`${caseName(life, first)}: run ${run + 1} of ${runs}, ${hand.name}`);
        for (const [operation, sample] of await live(life, upTo(operations, life), hand, venue, bench)) {
          samples.add(hand.name, operation, sample);
        }
      }
    }
  } finally {
    await venue.close();
  }
  return operations.map((operation) => {
    const ours = samples.of('ours', operation);
    const compared = hands.slice(1).map(({ name }) => {
      const other = usual(samples.of(name, operation));
      return `${ratios(usual(ours), other)} ${name} ${brief(other.time ?? NaN)}`;
    });
    return rowOf(caseOf(life, operation), ours, compared.join(', '));
  });
}

/** What comes before the last one that is wanted has to be done too. */
const upTo = (wanted: readonly Operation[], { operations }: Life): readonly Operation[] =>
  operations.slice(0, Math.max(...wanted.map((operation) => operations.indexOf(operation))) + 1);

/** The life of one set, in a namespace of its own. */
async function live(
  life: Life,
  operations: readonly Operation[],
  hand: Hand,
  venue: Venue,
  { signal }: Bench,
): Promise<readonly (readonly [Operation, Sample])[]> {
  const namespace = await venue.namespace();
  const place = { kubeconfig: venue.kubeconfig, namespace, node: venue.node };
  const samples: (readonly [Operation, Sample])[] = [];
  try {
    for (const operation of operations) {
      signal.throwIfAborted();
      samples.push([operation, perPet(await hand.act(operation, life, place), life.pets)]);
      venue.check();
    }
  } finally {
    await venue.remove(namespace);
  }
  return samples;
}
