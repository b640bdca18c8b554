import { Readable } from 'node:stream';

import type { Asked, Told, Way } from '../../platform/way.js';
import type { Reply, WatchReply } from '../request/request.js';
import { pourEvents } from './event-batch.js';
import { Broken } from './interference.js';
import { showList, showObject } from './representation.js';
import type { Shape } from './representation.js';
import { refusalFor } from './respond.js';

/** An answer, and how it is to be shown. */
export interface Shown {
  readonly reply: Reply;
  readonly shape: Shape;
}

/**
 * The way for clients in the process of the server: what is asked and told is the same text as over HTTP, but no socket is
 * in between, which is half of what a request costs.
 */
export class ShortWay implements Way {
  readonly #answer: (asked: Asked) => Promise<Shown>;
  /** What is under way, and can be broken off. */
  readonly #breaks = new Set<() => void>();
  #isClosed = false;

  constructor(answer: (asked: Asked) => Promise<Shown>) {
    this.#answer = answer;
  }

  ask(asked: Asked): Promise<Told> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(connectionBroken());
        return;
      }
      const end = (): void => void this.#breaks.delete(breakOff);
      const breakOff = (): void => {
        end();
        reject(connectionBroken());
      };
      this.#breaks.add(breakOff);
      // Others have their turn in between, as they have where a request comes over a socket.
      setImmediate(() => {
        if (this.#isClosed) return;
        this.#tell(asked).then(
          (told) => {
            end();
            resolve(told);
          },
          (error: unknown) => {
            // Nobody answers, and nothing breaks, until this way is closed.
            if (!(error instanceof Broken) || error.isReset) breakOff();
          },
        );
      });
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const breakOff of [...this.#breaks]) breakOff();
  }

  async #tell(asked: Asked): Promise<Told> {
    try {
      const { reply, shape } = await this.#answer(asked);
      return { code: reply.code, body: reply.form === 'watch' ? this.#eventsOf(reply, shape) : textOf(reply, shape) };
    } catch (error) {
      if (error instanceof Broken) throw error;
      const { code, status } = refusalFor(error);
      return { code, body: JSON.stringify(status) };
    }
  }

  #eventsOf(reply: WatchReply, shape: Shape): Readable {
    const events = new Readable({ read: () => undefined, encoding: 'utf8' });
    const cut = (): void => void events.destroy();
    this.#breaks.add(cut);
    let isEnded = false;
    const outlet = {
      write: (text: string) => void events.push(text, 'utf8'),
      get waiting() {
        return events.readableLength;
      },
      get isEnded() {
        return isEnded || events.destroyed;
      },
      end: () => {
        isEnded = true;
        events.push(null);
      },
      cut,
      onClose: (act: () => void) =>
        void events.once('close', () => {
          this.#breaks.delete(cut);
          act();
        }),
    };
    pourEvents(outlet, reply, shape);
    return events;
  }
}

function textOf(reply: Exclude<Reply, WatchReply>, shape: Shape): string {
  switch (reply.form) {
    case 'object':
      return showObject(reply.kind, reply.object, shape);
    case 'list':
      return showList(reply.kind, reply.items, reply.metadata, shape);
    case 'plain':
      return typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    case 'stream':
    case 'upgrade':
      throw new Error('this can be had over HTTP only');
  }
}

/** As Node reports a connection that the other end has reset. */
const connectionBroken = (): Error => Object.assign(new Error('the connection is broken'), { code: 'ECONNRESET' });
