// Prints the krew manifest of a release archive, as `npm pack` makes one: node scripts/krew-manifest.mjs ARCHIVE
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const [archive] = process.argv.slice(2);
if (archive === undefined) {
  console.error('usage: krew-manifest.mjs ARCHIVE');
  process.exit(1);
}
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const values = {
  version: `v${version}`,
  archive: basename(archive),
  sha256: createHash('sha256').update(readFileSync(archive)).digest('hex'),
};
const template = readFileSync(new URL('../krew-manifest.yaml', import.meta.url), 'utf8');
process.stdout.write(template.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]));
