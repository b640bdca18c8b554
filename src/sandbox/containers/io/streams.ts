import { setImmediate as nextTurn } from 'node:timers/promises';

import { FileFault } from '../files/fault.js';

/** Where somebody writes to; resolves when there is room for more. */
export interface Output {
  write(data: string | Buffer): Promise<void>;
}

/** Nobody reads what was written. */
export class BrokenPipe extends Error {}

/** Somebody ended what was under way: a key, a client that went, a container that ended. */
export class Interrupted extends Error {}

/** Waits for something, but no longer than until the signal. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Interrupted());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Where somebody reads from; several may, one after the other. */
export class Input {
  readonly #source: () => Promise<Buffer | undefined>;
  #rest: Buffer | undefined;
  /** What was asked of the source and not waited for: it is for the next who reads. */
  #pending: Promise<Buffer | undefined> | undefined;

  /** `source` gives the next bytes, or nothing at the end. */
  constructor(source: () => Promise<Buffer | undefined>) {
    this.#source = source;
  }

  static of(bytes: Buffer): Input {
    let left: Buffer | undefined = bytes;
    return new Input(() => {
      const next = left;
      left = undefined;
      return Promise.resolve(next);
    });
  }

  /** The next bytes; nothing at the end. */
  async read(signal: AbortSignal): Promise<Buffer | undefined> {
    const rest = this.#rest;
    if (rest !== undefined) {
      this.#rest = undefined;
      return rest;
    }
    this.#pending ??= this.#source();
    const bytes = await unlessAborted(this.#pending, signal);
    this.#pending = undefined;
    return bytes;
  }

  /** A line without its end, and whether it had one; nothing at the end. What follows is left for others. */
  async readLine(signal: AbortSignal): Promise<{ text: string; isWhole: boolean } | undefined> {
    const chunks: Buffer[] = [];
    for (;;) {
      const bytes = await this.read(signal);
      if (bytes === undefined) break;
      const end = bytes.indexOf(0x0a);
      if (end >= 0) {
        if (end + 1 < bytes.length) this.#rest = bytes.subarray(end + 1);
        return { text: Buffer.concat([...chunks, bytes.subarray(0, end)]).toString(), isWhole: true };
      }
      chunks.push(bytes);
    }
    return chunks.length === 0 ? undefined : { text: Buffer.concat(chunks).toString(), isWhole: false };
  }

  async readAll(signal: AbortSignal): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let bytes = await this.read(signal); bytes !== undefined; bytes = await this.read(signal)) chunks.push(bytes);
    return Buffer.concat(chunks);
  }
}

/** Lines without their ends, as far as there are any. */
export async function* linesOf(input: Input, signal: AbortSignal): AsyncGenerator<string> {
  for (let line = await input.readLine(signal); line !== undefined; line = await input.readLine(signal))
    yield line.text;
}

/** The most that is kept of what is written. */
const MOST_BYTES = 16 * 1024 * 1024;

const CHUNKS_A_TURN = 1000;

/** What is written, kept. */
export class Collector implements Output {
  readonly #chunks: Buffer[] = [];
  #length = 0;

  async write(data: string | Buffer): Promise<void> {
    const bytes = Buffer.from(data);
    this.#length += bytes.length;
    if (this.#length > MOST_BYTES) throw new FileFault('No space left on device');
    this.#chunks.push(bytes);
    // Whoever writes on and on lets others have their turn.
    if (this.#chunks.length % CHUNKS_A_TURN === 0) await nextTurn();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

export const NOWHERE: Output = { write: () => Promise.resolve() };
