import type { Program } from '../machine.js';
import { cat } from './cat.js';
import { echo } from './echo.js';
import { grep } from './grep.js';
import { head, tail } from './head-tail.js';
import { printf } from './printf.js';
import { seq } from './seq.js';
import { sort } from './sort.js';
import { tee } from './tee.js';
import { wc } from './wc.js';

/** Programs that read text and write it. */
export const TEXT_PROGRAMS: Readonly<Record<string, Program>> = {
  cat,
  echo,
  grep,
  head,
  printf,
  seq,
  sort,
  tail,
  tee,
  wc,
};
