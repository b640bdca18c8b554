// Runs the end-to-end tests on a cluster of kind, which it makes and removes: node scripts/e2e-on-kind.mjs 1.37
// It takes Docker and kubectl, and the kind that is named in kind-images.mjs, which it gets where none is on the PATH.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KIND, NODE_IMAGES } from './kind-images.mjs';

/** What the tests and the guides of 2016 run, by version. */
const IMAGES = { 0.7: 'registry.k8s.io/nginx-slim:0.7', 0.8: 'registry.k8s.io/nginx-slim:0.8' };
/** Recorded on a 1.34 whose volumes are made at once and grow: they judge the embedded cluster, not the product. */
const RECORDED = ['test/e2e/kubectl.test.ts', 'test/e2e/guides.test.ts'];

const [minor = ''] = process.argv.slice(2);
const image = NODE_IMAGES[minor];
if (image === undefined) throw new Error(`usage: e2e-on-kind.mjs ${Object.keys(NODE_IMAGES).join('|')}`);

const home = mkdtempSync(join(tmpdir(), 'petset-kind-'));
const kubeconfig = join(home, 'kubeconfig');
const name = `petset-e2e-${minor.replace('.', '-')}`;
try {
  const kind = await findKind();
  for (const [version, tag] of Object.entries(IMAGES)) {
    run('docker', ['build', '--quiet', '--tag', tag, '--build-arg', `VERSION=${version}`, 'test/e2e/image']);
  }
  run(kind, ['create', 'cluster', '--name', name, '--image', image, '--kubeconfig', kubeconfig, '--wait', '180s']);
  try {
    run(kind, ['load', 'docker-image', ...Object.values(IMAGES), '--name', name]);
    // The tests of claims that grow do what the storage would do, but only a class that allows it has the server take it.
    const grows = ['patch', 'storageclass', 'standard', '--patch', '{"allowVolumeExpansion":true}'];
    run('kubectl', ['--kubeconfig', kubeconfig, ...grows]);
    const left = RECORDED.flatMap((file) => ['--exclude', file]);
    const tests = ['vitest', 'run', '--project', 'e2e'];
    run('npx', [...tests, ...left], { E2E_KUBECONFIG: kubeconfig });
    // It moves the records of every other test, so it comes by itself.
    run('npx', [...tests, 'test/e2e/native-verbs.test.ts'], { E2E_KUBECONFIG: kubeconfig, E2E_DEFINITION: '1' });
  } finally {
    run(kind, ['delete', 'cluster', '--name', name, '--kubeconfig', kubeconfig]);
  }
} finally {
  rmSync(home, { recursive: true });
}

/** The kind on the PATH, if it is that; else one from its release, which has to have its sum. */
async function findKind() {
  const { stdout } = spawnSync('kind', ['version', '--quiet'], { encoding: 'utf8' });
  if (`v${(stdout ?? '').trim().replace(/^v/, '')}` === KIND.version) return 'kind';
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `https://github.com/kubernetes-sigs/kind/releases/download/${KIND.version}/kind-linux-${arch}`;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== KIND.sha256[arch]) throw new Error(`${url} has the sum ${sum}, and not ${KIND.sha256[arch]}`);
  const file = join(home, 'kind');
  writeFileSync(file, bytes, { mode: 0o755 });
  return file;
}

/** Runs a program with our streams; throws where it fails. */
function run(program, args, env = {}) {
  console.log(`$ ${program} ${args.join(' ')}`);
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) throw error ?? new Error(`${program} ${args[0]} ended with ${status}`);
}
