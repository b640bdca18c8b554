import { adopt } from '../commands/adopt.js';
import { apply } from '../commands/apply.js';
import { clean } from '../commands/clean.js';
import type { Command } from '../commands/command.js';
import { convert } from '../commands/convert.js';
import { create } from '../commands/create.js';
import { deletion } from '../commands/delete.js';
import { describe } from '../commands/describe.js';
import { diff } from '../commands/diff.js';
import { exec } from '../commands/exec.js';
import { get } from '../commands/get.js';
import { history } from '../commands/history.js';
import { migrate } from '../commands/migrate.js';
import { install } from '../commands/install.js';
import { pause } from '../commands/pause.js';
import { peers } from '../commands/peers.js';
import { reconcile } from '../commands/reconcile.js';
import { replace } from '../commands/replace.js';
import { restart } from '../commands/restart.js';
import { resume } from '../commands/resume.js';
import { rollback } from '../commands/rollback.js';
import { run } from '../commands/run.js';
import { sandbox } from '../commands/sandbox.js';
import { scale } from '../commands/scale.js';
import { timeline } from '../commands/timeline/timeline.js';
import { uninstall } from '../commands/uninstall.js';
import { upgrade } from '../commands/upgrade.js';

/** Every command there is, in the order of the overview. */
export const COMMANDS: readonly Command[] = [
  create,
  apply,
  diff,
  get,
  describe,
  peers,
  exec,
  scale,
  upgrade,
  rollback,
  restart,
  history,
  timeline,
  pause,
  resume,
  replace,
  reconcile,
  run,
  deletion,
  clean,
  adopt,
  migrate,
  install,
  uninstall,
  convert,
  sandbox,
];
