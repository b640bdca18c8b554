import { apply } from '../commands/apply.js';
import { clean } from '../commands/clean.js';
import type { Command } from '../commands/command.js';
import { create } from '../commands/create.js';
import { get } from '../commands/get.js';
import { reconcile } from '../commands/reconcile.js';
import { sandbox } from '../commands/sandbox.js';
import { scale } from '../commands/scale.js';

/** Every command there is, in the order of the overview. */
export const COMMANDS: readonly Command[] = [create, apply, get, scale, reconcile, clean, sandbox];
