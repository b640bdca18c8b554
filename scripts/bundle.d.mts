import type { BuildResult } from 'esbuild';

/** What is loaded later has files of its own, in `outdir`; nothing is written yet. */
export function split(into: { readonly outdir: string }): Promise<BuildResult<{ metafile: true; write: false }>>;
