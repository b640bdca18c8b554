import type { Obstacle } from '../controller/step.js';
import type { Args } from './command.js';
import { commandLine } from './command-line.js';

/** What looks at an obstacle, and what ends it where a command of ours does. */
export function obstacleHints({ object, endedBy = [] }: Obstacle, namespace: string, args: Args): readonly string[] {
  const ends = endedBy.map((words) => commandLine({ words }, args));
  return [
    `look at it: ${commandLine({ words: ['get', object, '-o', 'yaml'], namespace }, args)}`,
    ...(ends.length > 0 ? [`to end that: ${ends.join(', or ')}`] : []),
  ];
}
