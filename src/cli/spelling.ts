import type { Flag } from '../commands/flag.js';

export type Flags = Readonly<Record<string, Flag>>;

/** A flag as it stands on a command line. */
export interface Spelled {
  readonly name: string;
  readonly flag: Flag;
  /** What stands in the same word; nothing where the next word is the value, and for a switch that is just there. */
  readonly value: string | undefined;
}

/** Whether a flag has a value, which may be the next word. A switch has one only behind `=`. */
export function wantsValue({ type }: Flag): boolean {
  return type !== 'boolean';
}

/**
 * The flags that one word sets, by pflag's rules: `--wait`, `--wait=false`, `-wA`, `-ojson`, `-o=json`, and `--no-wait`, which
 * is ours. None where the word is no flag that there is.
 */
export function spelled(word: string, flags: Flags): readonly Spelled[] {
  if (word.startsWith('--')) return spelledOut(word.slice(2), flags);
  return /^-[^-]/.test(word) ? abbreviated(word.slice(1), flags) : [];
}

function spelledOut(text: string, flags: Flags): readonly Spelled[] {
  const [, name = '', value] = /^([^=]*)(?:=([^]*))?$/.exec(text) ?? [];
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (flag !== undefined) return [{ name, flag, value }];
  const positive = name.startsWith('no-') ? name.slice('no-'.length) : '';
  const turned = Object.hasOwn(flags, positive) ? flags[positive] : undefined;
  return turned?.type === 'boolean' && value === undefined ? [{ name: positive, flag: turned, value: 'false' }] : [];
}

function abbreviated(letters: string, flags: Flags): readonly Spelled[] {
  const [letter = '', rest] = [letters[0], letters.slice(1)];
  const found = Object.entries(flags).find(([name, { alias }]) => letter === alias || letter === name);
  if (found === undefined) return [];
  const [name, flag] = found;
  if (rest === '') return [{ name, flag, value: undefined }];
  if (rest.startsWith('=')) return [{ name, flag, value: rest.slice(1) }];
  if (wantsValue(flag)) return [{ name, flag, value: rest }];
  const others = abbreviated(rest, flags);
  return others.length === 0 ? [] : [{ name, flag, value: undefined }, ...others];
}
