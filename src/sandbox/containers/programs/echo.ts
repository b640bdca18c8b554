import type { Program } from '../machine.js';
import { unescape } from './escapes.js';

export const echo: Program = async ({ args, stdout }) => {
  let at = 0;
  const flags = new Set<string>();
  for (; /^-[neE]+$/.test(args[at] ?? ''); at += 1) for (const letter of (args[at] ?? '').slice(1)) flags.add(letter);
  const text = args.slice(at).join(' ');
  await stdout.write((flags.has('e') ? unescape(text) : text) + (flags.has('n') ? '' : '\n'));
  return 0;
};
