// Makes the pages of docs/ anew that repeat what the code says: `npm run docs`. Tests hold that they are current.
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { imported, vocabulary } from './vocabulary.mjs';

const { reference } = await imported('src/cli/reference.ts');
await writeFile('docs/commands.md', reference(await vocabulary()));

const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'unit', 'test/unit/docs', '-u'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
