import type { Part } from './part.js';
import { completion, start } from './parts/commands.js';
import { live } from './parts/live.js';
import { pets } from './parts/pets.js';
import { plan } from './parts/plan.js';
import { run } from './parts/run.js';
import { sandbox } from './parts/sandbox.js';

/** Everything that can be measured, in the order in which it is. */
export const PARTS: readonly Part[] = [start, pets, plan, run, live, sandbox, completion];
