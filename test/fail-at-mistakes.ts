import { afterEach } from 'vitest';

import { expectNoMistakes, failAtMistakes } from './fixtures/mistakes.js';

// A sandbox outlives its own mistakes: a test is not to.
failAtMistakes();
afterEach(expectNoMistakes);
