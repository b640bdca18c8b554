import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleScript } from '../../../scripts/bundle-script.mjs';
import { hasTerminal, onTerminal } from '../../e2e/terminal.js';
import { Emulator } from '../../fixtures/emulator.js';
import { SEEN } from './seen.js';
import { STATES } from './states.js';

const ROWS = 30;

interface Seen {
  readonly lines: readonly string[];
  readonly wrapped: readonly string[];
  readonly hasCursor: boolean;
}

/** All states, as a real terminal of so many columns shows them to a person. */
async function lookAt(program: string, columns: number): Promise<ReadonlyMap<string, Seen>> {
  const emulator = new Emulator(columns, ROWS);
  const seen = new Map<string, Seen>();
  emulator.onCommand(SEEN, (name) => {
    const { lines, wrapped, hasCursor } = emulator;
    seen.set(name, { lines, wrapped, hasCursor });
  });
  const terminal = onTerminal(`stty cols ${columns} rows ${ROWS}; exec '${process.execPath}' '${program}'`);
  for await (const chunk of terminal.stdout ?? []) await emulator.write(chunk as Uint8Array);
  return seen;
}

/** Bundled, for Node reads no TypeScript. */
async function bundle(home: string): Promise<string> {
  const outfile = join(home, 'show.mjs');
  await bundleScript(join(import.meta.dirname, 'show.ts'), outfile);
  return outfile;
}

describe.skipIf(!hasTerminal)('what a person sees', () => {
  const home = mkdtempSync(join(import.meta.dirname, '../../../node_modules/.show-'));
  const byWidth = new Map<number, ReadonlyMap<string, Seen>>();
  const widths = [80, 120, 200];

  beforeAll(async () => {
    const program = await bundle(home);
    const all = await Promise.all(widths.map((columns) => lookAt(program, columns)));
    for (const [index, columns] of widths.entries()) byWidth.set(columns, all[index] ?? new Map());
  });
  afterAll(() => rmSync(home, { recursive: true }));

  describe.each(widths)('on %d columns', (columns) => {
    test.each(Object.keys(STATES))('%s', async (name) => {
      const seen = byWidth.get(columns)?.get(name);
      const text = `${seen?.lines.join('\n')}\n`;
      await expect(text).toMatchFileSnapshot(`snapshots/${name}.${columns}.txt`);
      expect(seen).toMatchObject({ wrapped: [], hasCursor: true });
    });
  });
});
