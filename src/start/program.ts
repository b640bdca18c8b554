import { join } from 'node:path';
import { Chunks, type Origin } from './chunks.js';
import { readCompiled, writeCompiled } from './compiled.js';

export interface Surroundings {
  /** Loads what is Node's own. */
  readonly ofNode: (name: string) => unknown;
  readonly process: NodeJS.Process;
}

/**
 * Loads the program, which the build has made chunks of, and keeps what V8 compiles. `main` is the chunk of main.ts, whose
 * name says what is in it and in all others.
 */
export function startProgram(main: string, origin: Origin, { ofNode, process }: Surroundings): void {
  const file = fileOfCompiled(process);
  const chunks = new Chunks(origin, file === undefined ? new Map() : readCompiled(file, main), ofNode);
  if (file !== undefined) {
    process.on('exit', (code) => {
      if (code !== 0) return;
      try {
        const news = chunks.news();
        if (news !== undefined) writeCompiled(file, main, news, process.pid);
      } catch {
        // Where nothing can be written it is compiled each time.
      }
    });
  }
  chunks.load(main);
}

/** Where it is kept what V8 made of the chunks that a command needs: for each the functions that it calls are others. */
function fileOfCompiled({ env, argv, version, arch }: NodeJS.Process): string | undefined {
  const home = [env.XDG_CACHE_HOME, env.LOCALAPPDATA, env.HOME && join(env.HOME, '.cache')].find(Boolean);
  if (home === undefined || env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const [, verb = 'other'] = /^(\w{1,20})$/.exec(argv[2] ?? '') ?? [];
  return join(home, 'kubectl-petset', `${version}-${arch}`, `${verb}.compiled`);
}
