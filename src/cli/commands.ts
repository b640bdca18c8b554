import { clean } from '../commands/clean.js';
import type { Command } from '../commands/command.js';
import { create } from '../commands/create.js';
import { deletion } from '../commands/delete.js';
import { get } from '../commands/get.js';
import { pause } from '../commands/pause.js';
import { reconcile } from '../commands/reconcile.js';
import { replace } from '../commands/replace.js';
import { resume } from '../commands/resume.js';
import { run } from '../commands/run.js';
import { sandbox } from '../commands/sandbox.js';
import { scale } from '../commands/scale.js';

/** Every command there is, in the order of the overview. */
export const COMMANDS: readonly Command[] = [
  create,
  get,
  scale,
  pause,
  resume,
  replace,
  reconcile,
  run,
  deletion,
  clean,
  sandbox,
];
