/** What ends a benchmark and is told in a line, without a stack. */
export class BenchFailure extends Error {}
