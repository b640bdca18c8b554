import { Buffer } from 'node:buffer';
import { dirname } from 'node:path';
import process from 'node:process';
import { getAsset } from 'node:sea';
import { startProgram } from './start/program.js';

// What a single executable begins with: its chunks are assets.

/** The chunk of main.ts; put in by the build. */
declare const PETSET_MAIN: string;
/** Whether there is beside each chunk what V8 made of it. */
declare const PETSET_IS_COMPILED: boolean;

const home = dirname(process.execPath);
startProgram(
  PETSET_MAIN,
  { home, read: (name) => ({ text: asset(name), ...(PETSET_IS_COMPILED && { code: asset(`${name}.code`) }) }) },
  { ofNode: require, process },
);

function asset(name: string): Buffer {
  return Buffer.from(getAsset(name));
}
