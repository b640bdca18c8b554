import { KINDS } from './apiserver/kinds/table.js';
import { nodeNames } from './controllers/nodes/node-names.js';
import type { Fault } from './faults/fault.js';

/** What is wrong with faults that can never strike: there is no such node, and none will come. */
export function faultOfNoNode(faults: readonly Fault[], nodes = 1): string | undefined {
  const names = nodeNames(nodes);
  const dead = faults.find((fault) => fault.on === 'node' && !names.some((name) => fault.name(name)));
  if (dead?.on !== 'node') return undefined;
  const there = names.length > 2 ? `${names[0] ?? ''} to ${names.at(-1) ?? ''}` : names.join(' and ');
  return `no node fits ${dead.pattern}: there ${names.length === 1 ? 'is' : 'are'} ${there}`;
}

/** Resources that a fault names, and no built-in kind is called so. Definitions may come later. */
export function unknownResources(faults: readonly Fault[]): readonly string[] {
  const known = KINDS.flatMap(({ group, plural }) => [plural, `${plural}.${group}`]);
  return faults.flatMap((fault) => {
    if (fault.on !== 'request' || fault.whom.pattern.startsWith('/')) return [];
    return known.some((name) => fault.whom.resource(name)) ? [] : [fault.whom.pattern];
  });
}
