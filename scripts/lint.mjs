// Runs all that `npm run lint` consists of side by side, and prints what each has to say when it ends. Fails if one does.
import { spawn } from 'node:child_process';

const CHECKS = ['lint:code', 'lint:format', 'lint:arrows', 'lint:workflows', 'lint:shell'];

const codes = await Promise.all(CHECKS.map(check));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;

/** Runs a script of package.json; answers with its exit code. */
function check(script) {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      if (code !== 0) console.log(`${script} failed:`);
      process.stdout.write(printed);
      resolve(code);
    });
  });
}
