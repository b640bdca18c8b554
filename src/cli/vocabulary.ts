import type { CommandWords } from '../commands/command.js';
import type { Topic } from '../commands/topic.js';
import { COMMANDS } from './commands.js';
import { TOPICS } from './topics.js';

/** Everything that there is to be told of: plain data, which the build also takes out for completion. */
export interface Vocabulary {
  readonly commands: readonly CommandWords[];
  readonly topics: readonly Topic[];
}

export const VOCABULARY: Vocabulary = { commands: COMMANDS, topics: TOPICS };
