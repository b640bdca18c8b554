/** What the nodes of a cluster are called: `sandbox-node`, and then `sandbox-node-2`. */
export const nodeNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => (index === 0 ? 'sandbox-node' : `sandbox-node-${index + 1}`));
