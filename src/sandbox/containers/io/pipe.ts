import type { Output } from './streams.js';
import { BrokenPipe, Input } from './streams.js';

/** How much waits in a pipe until its writer has to, as Linux has it. */
const CAPACITY = 65536;

/** What one writes another reads. */
export class Pipe implements Output {
  readonly input = new Input(() => this.#next());
  readonly #waiting: Buffer[] = [];
  #length = 0;
  #isEnded = false;
  #isBroken = false;
  #wake: () => void = () => undefined;
  readonly #drained: (() => void)[] = [];

  async write(data: string | Buffer): Promise<void> {
    if (this.#isBroken) throw new BrokenPipe();
    const bytes = Buffer.from(data);
    if (bytes.length === 0) return;
    this.#waiting.push(bytes);
    this.#length += bytes.length;
    this.#wake();
    if (this.#length > CAPACITY) await new Promise<void>((resolve) => this.#drained.push(resolve));
    this.#refuseBroken();
  }

  /** Nothing more is written. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** Nothing more is read. */
  break(): void {
    this.#isBroken = true;
    this.#drain();
    this.#wake();
  }

  #refuseBroken(): void {
    if (this.#isBroken) throw new BrokenPipe();
  }

  async #next(): Promise<Buffer | undefined> {
    while (this.#waiting.length === 0) {
      if (this.#isEnded || this.#isBroken) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const bytes = Buffer.concat(this.#waiting.splice(0));
    this.#length = 0;
    this.#drain();
    return bytes;
  }

  #drain(): void {
    for (const go of this.#drained.splice(0)) go();
  }
}
