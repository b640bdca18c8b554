// Builds dist, which is all that an installed package needs.
import { chmod, rm } from 'node:fs/promises';
import { bundle } from './bundle.mjs';

const outdir = 'dist';

// Chunks are named after what is in them; those of the build before would stay.
await rm(outdir, { recursive: true, force: true });
await bundle({ outdir });
await chmod(`${outdir}/kubectl-petset.js`, 0o755);
