import { createHash } from 'node:crypto';

import type { OpenPort } from './backends.js';

/** Ports of endpoints stand in the order of the hashes of what Go dumps of each. */
export const inOrder = (ports: readonly OpenPort[], dump: (port: OpenPort) => string): OpenPort[] =>
  ports
    .map((port) => ({ port, hash: createHash('md5').update(dump(port)).digest() }))
    .sort((a, b) => Buffer.compare(a.hash, b.hash))
    .map(({ port }) => port);
