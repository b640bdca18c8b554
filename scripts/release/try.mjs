// Tries an executable as its user would: node scripts/release/try.mjs DIR. It has to say its version, and to bring up the set of
// the guide on a cluster of its own.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [folder = '.'] = process.argv.slice(2);
const name = readdirSync(folder).find((file) => file.startsWith('kubectl-petset'));
if (name === undefined) throw new Error(`there is no kubectl-petset in ${folder}`);
const executable = resolve(folder, name);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

expectOf(['--version'], `${version}\n`);
expectOf(['sandbox', '--', executable, 'create', '-f', 'examples/petset.yaml'], 'petset/web ready (2/2)\n');
console.log(`${executable} works`);

/** Fails unless the executable ends well, and says this last. */
function expectOf(args, end) {
  const { stdout, status, error } = spawnSync(executable, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error) throw error;
  process.stdout.write(stdout);
  if (status !== 0 || !stdout.replaceAll('\r\n', '\n').endsWith(end)) {
    throw new Error(`${name} ${args.join(' ')} ended with ${status}, and not with ${JSON.stringify(end)}`);
  }
}
