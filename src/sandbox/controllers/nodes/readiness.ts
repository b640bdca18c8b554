import type { Node } from '../../model/core.js';
import type { Informer } from '../client/informer.js';

/** The server puts this on every new node; it goes when the node is known to be ready. */
const NOT_READY = 'node.kubernetes.io/not-ready';

/** Resolves once pods may go to all of these nodes. */
export function untilOpen(nodes: Informer<Node>, names: readonly string[]): Promise<void> {
  const closed = new Set(names);
  return new Promise((resolve) => {
    nodes.listen(({ object: { metadata, spec } }) => {
      if (spec.taints?.some(({ key }) => key === NOT_READY) !== true) closed.delete(metadata.name);
      if (closed.size === 0) resolve();
    });
  });
}
