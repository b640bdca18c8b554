import type { DryRun } from './arguments.js';

/** What kubectl puts behind a result that is none yet. */
export const DRY_RUN: Readonly<Record<DryRun, string>> = {
  none: '',
  client: ' (dry run)',
  server: ' (server dry run)',
};
