// Makes the pages of docs/ anew that repeat what the code says: `npm run docs`. Tests hold that they are current.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { imported, vocabulary } from './vocabulary.mjs';

const { commandRows, reference } = await imported('src/cli/reference.ts');
const words = await vocabulary();
await writeFile('docs/commands.md', reference(words));
const readme = await readFile('README.md', 'utf8');
const rows = `| command | does |\n| --- | --- |\n${commandRows(words).join('\n')}\n`;
await writeFile(
  'README.md',
  readme.replace(/^\| command [^]*?\n(?=\n)/m, () => rows),
);

const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'unit', 'test/unit/docs', '-u'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
