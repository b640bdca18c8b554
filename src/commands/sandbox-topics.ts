import { FAULTS_MANUAL, SCRIPTS_MANUAL } from '../sandbox/manual.js';
import type { Topic } from './topic.js';

export const SANDBOX_TOPICS: readonly Topic[] = [
  { name: 'faults', describe: 'What can go wrong in a sandbox, and how to say it', text: FAULTS_MANUAL },
  { name: 'scripts', describe: 'What containers of a sandbox do, and how to say it', text: SCRIPTS_MANUAL },
];
