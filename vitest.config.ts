import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

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

/** Files that take most of a minute or longer: begun last, one of them would keep all other workers waiting. */
const LONG = [
  'integration/life/bad-network',
  'e2e/kubectl.test',
  'integration/life/killed',
  'e2e/guides',
  'integration/commands/upgrading',
  'e2e/endings',
  'integration/native/moving',
  'e2e/adopt',
  'integration/scenarios/rollouts',
  'e2e/native-verbs',
  'e2e/interruption',
  'integration/life/handed-over',
  'property/plan',
  'e2e/',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((part) => moduleId.includes(`/test/${part}`));
      return found === -1 ? LONG.length : found;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // The tests wait as much as they compute. Vitest takes no percentage above 100 for what it says.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: suite('unit', 20_000) },
      { test: suite('property', 180_000) },
      { test: suite('integration', 60_000) },
      { test: { ...suite('e2e', 120_000), globalSetup: 'test/e2e/setup.ts' } },
    ],
  },
});
