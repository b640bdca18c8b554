import { defineConfig } from 'vitest/config';

interface Suite {
  readonly name: string;
  readonly include: string[];
  readonly setupFiles: string[];
  readonly testTimeout: number;
}

const suite = (name: string, testTimeout: number): Suite => ({
  name,
  setupFiles: ['test/fail-at-mistakes.ts'],
  include: [`test/${name}/**/*.test.ts`],
  testTimeout,
});

export default defineConfig({
  test: {
    // The tests wait more than they compute.
    maxWorkers: '150%',
    projects: [
      // No module keeps state, so they may share them.
      { test: { ...suite('unit', 5_000), isolate: false } },
      { test: suite('property', 180_000) },
      { test: suite('integration', 20_000) },
      { test: { ...suite('e2e', 120_000), globalSetup: 'test/e2e/setup.ts', hookTimeout: 60_000 } },
    ],
  },
});
