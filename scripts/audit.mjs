// Asks the registry what is known to be wrong with the dependencies, and fails if anything is. A registry that does not answer
// is told, and fails with --must-answer.
import { spawnSync } from 'node:child_process';

const { stdout, stderr } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8' });
const answer = parsed(stdout);
if (answer?.metadata?.vulnerabilities === undefined) {
  console.error(`the registry does not tell: ${answer?.message ?? stderr.trim()}`);
  process.exitCode = process.argv.includes('--must-answer') ? 1 : 0;
} else {
  const { total } = answer.metadata.vulnerabilities;
  for (const { name, severity, range } of Object.values(answer.vulnerabilities ?? {})) {
    console.error(`${severity}: ${name} ${range}`);
  }
  console.log(`${total} known vulnerabilities in ${answer.metadata.dependencies?.total} packages`);
  process.exitCode = total === 0 ? 0 : 1;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
