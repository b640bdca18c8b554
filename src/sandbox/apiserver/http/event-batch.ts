import type { WatchReply } from '../request/request.js';
import { showEvent } from './representation.js';
import type { Shape } from './representation.js';

/**
 * How much may wait for a client that reads slowly, beyond what it was sent at first: far more than clients fall behind
 * while thousands of pods start, and still what a process can hold for several of them.
 */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

/** Where the events of a watch go. */
export interface Outlet {
  write(text: string): void;
  /** How much of it was not taken yet. */
  readonly waiting: number;
  readonly isEnded: boolean;
  end(): void;
  /** Ends as a crash does. */
  cut(): void;
  /** Calls back once nobody reads any more. */
  onClose(act: () => void): void;
}

/**
 * Sends the events of a watch, none is left out. A client that does not keep up finds its watch ended, as a server ends
 * it (apiserver pkg/storage/cacher/cache_watcher.go), and goes on from the last event that it read.
 */
export function pourEvents(outlet: Outlet, reply: WatchReply, shape: Shape): void {
  const events = new Batch(outlet);
  let isFirst = true;
  const stop = reply.open({
    send: ({ type, object }) => {
      events.add(showEvent(reply.kind, type, object, shape, isFirst));
      isFirst = false;
    },
    end: () => {
      events.flush();
      outlet.end();
    },
    cut: () => {
      events.flush();
      outlet.cut();
    },
  });
  events.flush();
  events.most = outlet.waiting + MOST_WAITING_BYTES;
  outlet.onClose(stop);
}

/** What happens at once goes out at once: a system call a client and event is what a busy server would do most. */
class Batch {
  readonly #outlet: Outlet;
  #texts: string[] = [];
  /** How much may wait until the client is given up. */
  most = Infinity;

  constructor(outlet: Outlet) {
    this.#outlet = outlet;
  }

  add(text: string): void {
    if (this.#texts.push(text) === 1) setImmediate(() => this.flush());
  }

  flush(): void {
    const texts = this.#texts;
    this.#texts = [];
    if (texts.length === 0 || this.#outlet.isEnded) return;
    this.#outlet.write(texts.join(''));
    if (this.#outlet.waiting > this.most) this.#outlet.end();
  }
}
