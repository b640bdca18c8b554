/** Milliseconds between two drawings, however much happens: more nobody sees. */
const SHORTEST = 100;
/** Milliseconds after which ages have changed. */
const LONGEST = 1_000;

export interface PulseDeps {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Calls back once after so many milliseconds, unless the answer is called before. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** Draws when something has changed, at once where nothing was drawn just before, and every second. */
export class Pulse {
  private readonly deps: PulseDeps;
  private readonly draw: () => void;
  private drawnAt = Number.NEGATIVE_INFINITY;
  private dueAt = Number.POSITIVE_INFINITY;
  private cancel: () => void = () => undefined;

  constructor(deps: PulseDeps, draw: () => void) {
    this.deps = deps;
    this.draw = draw;
  }

  /** Something is to be drawn. */
  beat(): void {
    this.drawAt(this.drawnAt + SHORTEST);
  }

  /** At once, whatever was drawn before: what is on the screen is in disorder. */
  now(): void {
    this.cancel();
    this.drawnAt = this.deps.now();
    this.dueAt = Number.POSITIVE_INFINITY;
    this.draw();
    this.drawAt(this.drawnAt + LONGEST);
  }

  stop(): void {
    this.cancel();
    this.dueAt = Number.POSITIVE_INFINITY;
  }

  private drawAt(time: number): void {
    // A clock that is set back must not have the screen stand still until it is as late again.
    const left = Math.min(time - this.deps.now(), LONGEST);
    if (left <= 0) {
      this.now();
      return;
    }
    if (time >= this.dueAt) return;
    this.cancel();
    this.dueAt = time;
    this.cancel = this.deps.after(left, () => this.now());
  }
}
