import { Input } from '../io/streams.js';
import type { Process } from '../machine.js';
import { pathOf } from './options.js';

/** The inputs that are named, or the standard one. */
export const inputsOf = (names: readonly string[]): readonly string[] => (names.length === 0 ? ['-'] : names);

export const open = (process: Process, name: string): Input =>
  name === '-' ? process.stdin : Input.of(process.machine.files.read(pathOf(process, name)));

export const cantOpen = (name: string, reason: string): string => `can't open '${name}': ${reason}`;

/** Lines with their ends. */
export const linesWithEnds = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Lines without their ends. */
export const linesOfText = (text: string): string[] => linesWithEnds(text).map((line) => line.replace('\n', ''));

export async function readText(process: Process, name: string): Promise<string> {
  return (await open(process, name).readAll(process.signal)).toString();
}
