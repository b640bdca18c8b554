import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

interface Suite {
  readonly name: string;
  readonly include: string[];
  readonly setupFiles: string[];
  readonly testTimeout: number;
  readonly hookTimeout: number;
  readonly isolate: false;
  readonly expect: { readonly poll: { readonly timeout: number } };
}

const suite = (name: string, testTimeout: number): Suite => ({
  name,
  setupFiles: ['test/fail-at-mistakes.ts'],
  include: [`test/${name}/**/*.test.ts`],
  // It finds out who hangs, also on a machine that has ten times as much to do as it can.
  testTimeout,
  // What goes before tests does as much as they do.
  hookTimeout: testTimeout,
  // No module keeps state that a test could see, so files may share what was loaded for those before them.
  isolate: false,
  // Of a machine that has other things to do; who sees what he waits for does not wait longer.
  expect: { poll: { timeout: testTimeout / 2 } },
});

export default defineConfig({
  test: {
    // The tests wait as much as they compute. Vitest takes no percentage above 100 for what it says.
    maxWorkers: availableParallelism() * 2,
    projects: [
      { test: suite('unit', 20_000) },
      { test: suite('property', 180_000) },
      { test: suite('integration', 60_000) },
      { test: { ...suite('e2e', 120_000), globalSetup: 'test/e2e/setup.ts' } },
    ],
  },
});
