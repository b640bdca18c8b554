// Writes docs/commands.md from the table of commands: `npm run docs`. A test holds the file against the table.
import { writeFile } from 'node:fs/promises';
import { imported, vocabulary } from './vocabulary.mjs';

const { reference } = await imported('src/cli/reference.ts');
await writeFile('docs/commands.md', reference(await vocabulary()));
