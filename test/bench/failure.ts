/** What a shell says of whoever Ctrl-C ended. */
export const INTERRUPTED = 130;

/** What ends a benchmark and is told in a line, without a stack. */
export class BenchFailure extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
