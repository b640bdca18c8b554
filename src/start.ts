import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { giveBack, storeOf, type Surroundings, withAuthorities } from './start/authorities.js';
import { startProgram } from './start/program.js';

// What an installed package begins with: its chunks are files.

/** The chunk of main.ts; put in by the build. */
declare const PETSET_MAIN: string;

const home = join(__dirname, 'chunks');
const authorities = giveBack(process.env);
startProgram(
  PETSET_MAIN,
  { home, read: (name) => ({ text: readFileSync(join(home, name)) }) },
  { ofNode: authorities === undefined ? require : withAuthorities(authorities, surroundings()), process },
);

function surroundings(): Surroundings {
  return {
    env: process.env,
    store: storeOf(process.config),
    load: require,
    tell: (warning) => void process.stderr.write(warning),
  };
}
