import type { SimulatedClock } from '../platform/clock.js';
import type { WorkFaults } from '../faults/work-faults.js';
import type { Pace } from '../platform/pace.js';
import type { Random } from '../platform/random.js';
import type { Client } from './client/client.js';
import type { Informers } from './client/informers.js';

/** What controllers are given. */
export interface Surroundings {
  readonly client: Client;
  readonly informers: Informers;
  readonly clock: SimulatedClock;
  readonly random: Random;
  readonly pace: Pace;
  /** What goes wrong with what controllers do. */
  readonly mishaps: WorkFaults;
}

/** A loop that acts on what it sees. It asks for its informers when it is made, and acts from its start on. */
export interface Controller {
  start(): void;
  stop(): void;
}
