// Publishes what `npm run release` has made: to npm, and as a release of GitHub that holds all the rest. `--dry-run` only says so.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const OUT = 'release';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const isDry = process.argv.includes('--dry-run');
const files = readdirSync(OUT).map((file) => join(OUT, file));
const isBeforehand = version.includes('-');

// Without a token: npm knows the workflow as a trusted publisher (docs/releasing.md).
run('npm', [
  ...['publish', join(OUT, `kubectl-petset-${version}.tgz`), '--provenance', '--access', 'public'],
  ...['--tag', isBeforehand ? 'next' : 'latest'],
]);
run('gh', [
  ...['release', 'create', `v${version}`, ...files, '--verify-tag', '--notes-file', `${OUT}-notes.md`],
  ...(isBeforehand ? ['--prerelease'] : []),
]);

function run(program, args) {
  console.log(`$ ${program} ${args.join(' ')}`);
  if (isDry) return;
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (status !== 0) throw error ?? new Error(`${program} ended with ${status}`);
}
