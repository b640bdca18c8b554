// Builds dist, which is all that an installed package needs.
import { chmod, rm } from 'node:fs/promises';
import { bundleInChunks } from './bundle.mjs';

const outdir = 'dist';

// Chunks are named after what is in them; those of the build before would stay.
await rm(outdir, { recursive: true, force: true });
await bundleInChunks({ outdir });
await chmod(`${outdir}/kubectl-petset.js`, 0o755);
