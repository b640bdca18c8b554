// Makes the pages of docs/ anew that repeat what the code says. Tests hold that they are current.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'unit', 'test/unit/docs', '-u'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
