import type { Reach } from './pod-network.js';

/** What connects the nodes: a pod reaches those of other nodes as well. */
export class Wire {
  readonly #nodes: Reach[] = [];

  /** Adds a node, which knows who listens on it. */
  join(node: Reach): void {
    this.#nodes.push(node);
  }

  readonly reach: Reach = (ip, port) => {
    for (const node of this.#nodes) {
      const answer = node(ip, port);
      if (answer !== 'unreachable') return answer;
    }
    return 'unreachable';
  };
}
