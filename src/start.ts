import { join } from 'node:path';
import process from 'node:process';
import { giveBack, storeOf, type Surroundings, withAuthorities } from './start/authorities.js';
import { Chunks } from './start/chunks.js';
import { readCompiled, writeCompiled } from './start/compiled.js';

// What an installed package begins with: it loads the program, which the build has made chunks of, and keeps what V8 compiles.

/** The chunk of main.ts, whose name says what is in it and in all others; put in by the build. */
declare const PETSET_MAIN: string;

const authorities = giveBack(process.env);
const file = fileOfCompiled();
const chunks = new Chunks(
  join(__dirname, 'chunks'),
  file === undefined ? new Map() : readCompiled(file, PETSET_MAIN),
  authorities === undefined ? require : withAuthorities(authorities, surroundings()),
);
if (file !== undefined) {
  process.on('exit', (code) => {
    if (code !== 0) return;
    try {
      const news = chunks.news();
      if (news !== undefined) writeCompiled(file, PETSET_MAIN, news, process.pid);
    } catch {
      // Where nothing can be written it is compiled each time.
    }
  });
}
chunks.load(PETSET_MAIN);

function surroundings(): Surroundings {
  return {
    env: process.env,
    store: storeOf(process.config),
    load: require,
    tell: (warning) => void process.stderr.write(warning),
  };
}

/** Where it is kept what V8 made of the chunks that a command needs: for each the functions that it calls are others. */
function fileOfCompiled(): string | undefined {
  const { env, argv, version, arch } = process;
  const home = [env.XDG_CACHE_HOME, env.LOCALAPPDATA, env.HOME && join(env.HOME, '.cache')].find(Boolean);
  if (home === undefined || env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const [, verb = 'other'] = /^(\w{1,20})$/.exec(argv[2] ?? '') ?? [];
  return join(home, 'kubectl-petset', `${version}-${arch}`, `${verb}.compiled`);
}
