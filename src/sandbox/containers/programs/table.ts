import type { Program } from '../machine.js';
import { FILE_PROGRAMS } from './files.js';
import { NETWORK_PROGRAMS } from './network.js';
import { SHELL_PROGRAMS } from './sh.js';
import { SYSTEM_PROGRAMS } from './system.js';
import { ARCHIVE_PROGRAMS } from './tar.js';
import { TEST_PROGRAMS } from './test.js';
import { TEXT_PROGRAMS } from './text.js';
import { WEB_PROGRAMS } from './web.js';

/** What every simulated container can run. */
export const PROGRAMS: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    ...ARCHIVE_PROGRAMS,
    ...FILE_PROGRAMS,
    ...NETWORK_PROGRAMS,
    ...SHELL_PROGRAMS,
    ...SYSTEM_PROGRAMS,
    ...TEST_PROGRAMS,
    ...TEXT_PROGRAMS,
    ...WEB_PROGRAMS,
  }),
);
