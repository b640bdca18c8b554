import { defineConfig } from 'vitest/config';

const suite = (
  name: string,
  testTimeout: number,
): { test: { name: string; include: string[]; testTimeout: number } } => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout },
});

export default defineConfig({
  test: {
    projects: [suite('unit', 5_000), suite('property', 60_000), suite('integration', 20_000), suite('e2e', 120_000)],
  },
});
