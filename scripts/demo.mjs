// The walkthrough of the README on an embedded cluster: every command as a user would type it, with its real output.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../dist/kubectl-petset.js', import.meta.url));
const here = fileURLToPath(import.meta.url);
const INSIDE = '--inside-the-sandbox';

const WALK = [
  ['# the set of the 2016 guide comes up, pet by pet', 'kubectl petset create -f examples/petset.yaml'],
  ['# how it stands', 'kubectl petset get'],
  ['', 'kubectl get pods,pvc'],
  ['# three more, each after the one before it is ready', 'kubectl petset scale web --replicas=5'],
  ['# two less, the highest first; their claims stay', 'kubectl petset scale web --replicas=3'],
  ['# what a clean-up would delete: three pets, five claims', 'kubectl petset clean web --dry-run=client'],
  ['# the end: pets in reverse order, then their claims, then the record', 'kubectl petset clean web --yes'],
  ['', 'kubectl petset get'],
];

if (process.argv[2] !== INSIDE) {
  console.log('$ kubectl petset sandbox    # an embedded cluster; this walkthrough runs on it');
  process.exit(run(process.execPath, [bundle, 'sandbox', '--', process.execPath, here, INSIDE]));
}

const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;
for (const [comment, line] of WALK) {
  const [, ...words] = line.split(' ');
  const isOurs = words[0] === 'petset';
  if (!isOurs && !hasKubectl) continue;
  console.log(`\n${comment === '' ? '' : `${comment}\n`}$ ${line}`);
  const status = isOurs ? run(process.execPath, [bundle, ...words.slice(1)]) : run('kubectl', words);
  if (status !== 0) process.exit(status);
}

/** Runs a program with our streams; answers with its exit code. */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}
