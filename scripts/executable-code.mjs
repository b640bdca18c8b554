// Writes down beside each chunk in a folder what V8 makes of it, to be run by the Node that is to use it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { Script } from 'node:vm';

const [, , folder] = argv;
for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
  const file = join(folder, name);
  writeFileSync(`${file}.code`, new Script(readFileSync(file, 'latin1'), { filename: file }).createCachedData());
}
