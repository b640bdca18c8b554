import type { CommandWords } from '../commands/command.js';
import type { Topic } from '../commands/topic.js';
import { COMMANDS } from './commands.js';
import { TOPICS } from './topics.js';

/** Everything that there is to be told of: plain data. */
export interface Vocabulary {
  readonly commands: readonly CommandWords[];
  readonly topics: readonly Topic[];
}

/** Loads every command to know its words: the build takes them out, for a command line has no time for that. */
export const VOCABULARY: Vocabulary = {
  commands: await Promise.all(Object.values(COMMANDS).map((load) => load())),
  topics: TOPICS,
};
