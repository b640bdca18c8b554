// Checks the workflows as GitHub would before it runs them: their words, and the expressions in them.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleScript } from './bundle-script.mjs';

const FOLDER = '.github/workflows';

const home = mkdtempSync(join(tmpdir(), 'petset-lint-'));
try {
  const outfile = join(home, 'bundle.mjs');
  await bundleScript('scripts/lint/workflow-problems.mjs', outfile);
  const { workflowProblems } = await import(pathToFileURL(outfile).href);
  const files = readdirSync(FOLDER).map((name) => join(FOLDER, name));
  const problems = await Promise.all(files.map((file) => workflowProblems(file, readFileSync(file, 'utf8'))));
  for (const problem of problems.flat()) console.error(problem);
  process.exitCode = problems.flat().length === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true });
}
