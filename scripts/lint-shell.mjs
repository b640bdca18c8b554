// Has each shell read the scripts that say they are for it, without running them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['.ci', 'plugin', 'scripts'];

const files = FOLDERS.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))).filter((file) =>
  statSync(file).isFile(),
);
for (const file of files) {
  const [, shell] = /^#!.*\b(bash|sh)\n/.exec(readFileSync(file, 'utf8')) ?? [];
  if (shell === undefined) continue;
  const { status, error } = spawnSync(shell, ['-n', file], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exitCode = 1;
}
