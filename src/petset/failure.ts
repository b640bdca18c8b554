/** Something that a user has to know and act on. It ends the command; it never shows a stack trace. */
export class Failure extends Error {
  /** What to do next, a line each. */
  readonly next: readonly string[];
  readonly exitCode: number;

  /** `message` is printed as it is: it says what happened, to which object, in kubectl's words where kubectl has them. */
  constructor(message: string, { next = [], exitCode = 1 }: { next?: readonly string[]; exitCode?: number } = {}) {
    super(message);
    this.name = 'Failure';
    this.next = next;
    this.exitCode = exitCode;
  }
}
