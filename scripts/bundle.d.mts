import type { BuildResult } from 'esbuild';

interface Split {
  readonly outdir: string;
  /** The vocabulary. */
  readonly words: object;
}

/** What is loaded later has files of its own, in `outdir`; nothing is written yet. */
export function split(into: Split): Promise<BuildResult<{ metafile: true; write: false }>>;

/** An ECMAScript module as the function of a CommonJS module, in ASCII. */
export function asFunction(text: string): Promise<string>;
