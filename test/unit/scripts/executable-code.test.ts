import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';

const SCRIPT = new URL('../../../scripts/executable-code.mjs', import.meta.url).pathname;

test('what Node makes of each chunk is what the same Node takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'petset-chunks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const text = '(function(exports){exports.is=Math.max(1,2)})';
  for (const name of ['a.js', 'b.js', 'a.js.LEGAL.txt']) writeFileSync(join(folder, name), text);
  execFileSync(process.execPath, [SCRIPT, folder]);

  expect(readdirSync(folder).sort()).toEqual(['a.js', 'a.js.LEGAL.txt', 'a.js.code', 'b.js', 'b.js.code']);
  const cachedData = readFileSync(join(folder, 'b.js.code'));
  expect(new Script(text, { filename: '/elsewhere/b.js', cachedData }).cachedDataRejected).toBe(false);
});
