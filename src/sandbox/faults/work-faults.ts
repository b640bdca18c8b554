import type { Clock } from '../platform/clock.js';
import type { Work, WorkFault } from './fault.js';
import { Strikes } from './strikes.js';

/** What the cluster is about to do, and for which object. */
export interface Task {
  readonly work: Work;
  readonly namespace: string;
  readonly name: string;
  readonly image?: string;
}

/** What becomes of it: it takes so many milliseconds longer, and works or fails with these words. */
export interface Mishap {
  readonly delay: number;
  readonly failure: string | undefined;
}

const WHY = 'a fault of the rehearsal';

/** Slows down what the cluster does, or lets it fail. All of that is simulated, and so is its time. */
export class WorkFaults {
  readonly #faults: readonly { readonly fault: WorkFault; readonly strikes: Strikes }[];

  /** The cluster's time begins now. */
  constructor(faults: readonly WorkFault[], seed: number, clock: Clock) {
    const start = clock.now();
    const elapsed = (): number => clock.now() - start;
    this.#faults = faults.map((fault, index) => ({ fault, strikes: new Strikes(fault.when, seed, index, elapsed) }));
  }

  meet(task: Task): Mishap {
    const struck = this.#faults.filter(({ fault, strikes }) => isMeant(fault, task) && strikes.next());
    const failing = struck.find(({ fault }) => fault.fails)?.fault;
    return {
      delay: struck.reduce((sum, { fault, strikes }) => sum + (fault.delay ? strikes.draw(fault.delay) : 0), 0),
      failure: failing === undefined ? undefined : (failing.message ?? WHY),
    };
  }
}

const isMeant = (fault: WorkFault, { work, namespace, name, image = '' }: Task): boolean =>
  fault.work === work && fault.namespace(namespace) && fault.name(name) && fault.image(image);
