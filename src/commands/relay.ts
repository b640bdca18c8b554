import { Writable } from 'node:stream';
import type { Output } from '../render/output.js';
import { lineSink } from './line-sink.js';

/** Where many print to the same stream, each as fast as it takes it. */
export class Outlet {
  private readonly to: Output;
  private readonly waiting: (() => void)[] = [];
  private isFull = false;

  constructor(to: Output) {
    this.to = to;
  }

  print(text: string | Uint8Array): void {
    if (this.to.write(text) || this.isFull) return;
    this.isFull = true;
    this.to.once('drain', () => {
      this.isFull = false;
      for (const done of this.waiting.splice(0)) done();
    });
  }

  /** Calls back when more may come. */
  settle(done: () => void): void {
    if (this.isFull) this.waiting.push(done);
    else done();
  }
}

/** A stream that passes whole lines on, with something in front of each; its end is not passed on. */
export function relayLines(prefix: string, outlet: Outlet): Writable {
  return lineSink(
    (line) => outlet.print(`${prefix}${line}\n`),
    (done) => outlet.settle(done),
  );
}

/** A stream that passes everything on as it is. */
export function relayBytes(outlet: Outlet): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      outlet.print(chunk);
      outlet.settle(done);
    },
  });
}
