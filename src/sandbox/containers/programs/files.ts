import type { Program } from '../machine.js';
import { chmod } from './chmod.js';
import { cp, mv } from './copying.js';
import { ls } from './ls.js';
import { mkdir, rm, rmdir, touch } from './making.js';
import { df, du, mount } from './room.js';

const pwd: Program = async ({ stdout, cwd }) => {
  await stdout.write(`${cwd}\n`);
  return 0;
};

/** Programs that look at files and move them about. */
export const FILE_PROGRAMS: Readonly<Record<string, Program>> = {
  chmod,
  // There is one user, who owns everything.
  chown: () => 0,
  cp,
  df,
  du,
  ls,
  mkdir,
  mount,
  mv,
  pwd,
  rm,
  rmdir,
  sync: () => 0,
  touch,
};
