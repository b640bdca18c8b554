import type { KubeObject } from '../petset/kubernetes.js';
import type { Answer, ApiError } from './api-error.js';
import { withoutManagedFields } from './cache.js';
import type { Client, ListQuery } from './client.js';
import type { Clock } from './clock.js';
import { everyPage, type List } from './every-page.js';
import type { Resource } from './resource.js';
import { delayBefore, isEnough, isWorthAskingAgain, mayPass } from './retry.js';
import { Silence } from './silence.js';
import type { Sink } from './store.js';

/** Seconds that one watch lives. It is renewed before it can fall silent unnoticed, so that no stall outlasts 30 s. */
const WATCH_LIFETIME = 25;
/** Milliseconds without an event after which a watch is dead: its server would have ended it by now. */
const SILENCE = (WATCH_LIFETIME + 3) * 1000;
/** Milliseconds that a watch must have lived for its end to be no sign of trouble. */
const SHORT_LIFE = 1_000;

export interface ReflectorDeps {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Told when the server does not answer, and will be asked again after `delay` ms. */
  readonly onTrouble: (error: ApiError, delay: number) => void;
  /** A user waits for the first list: a server that stays in trouble is not asked for ever. */
  readonly isHurried?: boolean;
}

/** The part of the objects that is looked at: of one namespace, or of all where there is none. */
export interface Scope {
  readonly namespace: string | undefined;
  readonly query: ListQuery;
}

/**
 * Keeps a store equal to what the server has: lists once, watches from there, lists again when the server has forgotten
 * where we were (410 Gone). After client-go's reflector.
 */
export class Reflector<T extends KubeObject> {
  /** Resolves when the first list is in the store, to nothing or to the refusal that ends it. Never rejects. */
  readonly ready: Promise<ApiError | undefined>;
  /** Resolves when the reflector has ended: to the refusal that ended it, or to nothing after an abort. */
  readonly ended: Promise<ApiError | undefined>;
  private readonly resource: Resource<T>;
  private readonly scope: Scope;
  private readonly sink: Sink<T>;
  private readonly deps: ReflectorDeps;
  private readonly startedAt: number;
  private failures = 0;
  private hasListed = false;
  private lastList: Promise<unknown> = Promise.resolve();

  constructor(resource: Resource<T>, scope: Scope, sink: Sink<T>, deps: ReflectorDeps) {
    this.resource = resource;
    this.scope = scope;
    this.sink = sink;
    this.deps = deps;
    this.startedAt = deps.clock.now();
    let listed: () => void = () => undefined;
    const firstList = new Promise<undefined>((resolve) => {
      listed = () => resolve(undefined);
    });
    this.ended = this.run(listed);
    this.ready = Promise.race([firstList, this.ended]);
  }

  private async run(listed: () => void): Promise<ApiError | undefined> {
    while (!this.deps.signal.aborted) {
      const answer = await this.list('replace');
      if (!answer.ok) {
        const isOver = !mayPass(answer.error) && !isLost(answer.error);
        if (isOver || this.isTooLate(answer.error)) return answer.error;
        await this.backOff(answer.error);
        continue;
      }
      this.hasListed = true;
      listed();
      const refusal = await this.watchFrom(answer.value.resourceVersion);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  private isTooLate(error: ApiError): boolean {
    if (this.hasListed || this.deps.isHurried !== true) return false;
    const isHopeless = !isWorthAskingAgain(error) && !isLost(error);
    return isHopeless || isEnough(this.failures + 1, this.startedAt, this.deps);
  }

  /** Lists once more, beside the watch, so that nothing which was written before the call is missing. */
  async refresh(): Promise<ApiError | undefined> {
    const answer = await this.list('catchUp');
    return answer.ok ? undefined : answer.error;
  }

  /** One list after the other, so that none which began earlier is taken for the newer one. */
  private list(how: 'replace' | 'catchUp'): Promise<Answer<List<T>>> {
    const answer = this.lastList.then(() => this.listNow(how));
    this.lastList = answer;
    return answer;
  }

  private async listNow(how: 'replace' | 'catchUp'): Promise<Answer<List<T>>> {
    const { namespace, query } = this.scope;
    const { sink } = this;
    const answer = await everyPage(this.deps.client, this.resource, namespace, query, {
      isWanted: (object) => sink.isWanted(object),
      // Page by page, so that there is never more than one of them with all that nobody asks for.
      trimmed: withoutManagedFields,
    });
    if (answer.ok) sink[how](answer.value.items, answer.value.resourceVersion);
    return answer;
  }

  /**
   * Watches, again and again, until the server refuses (why), or does not know the version so that a list has to come
   * first (nothing). Only a watch that worked makes up for failures: a list costs more than a watch, and must not be
   * repeated at the pace of one that fails at once.
   */
  private async watchFrom(listed: string): Promise<ApiError | undefined> {
    const { signal, clock } = this.deps;
    let resourceVersion = listed;
    while (!signal.aborted) {
      const startedAt = clock.now();
      const end = await this.watchOnce(resourceVersion);
      resourceVersion = end.resourceVersion;
      if (end.error !== undefined) {
        if (!mayPass(end.error) && !isLost(end.error)) return end.error;
        // Whoever has heard nothing for so long has waited for long enough.
        if (end.isSilent) this.deps.onTrouble(end.error, 0);
        // To be lost once is in the nature of watches.
        else if (isLost(end.error) && this.failures === 0) this.failures = 1;
        else await this.backOff(end.error);
        if (isLost(end.error)) return undefined;
      } else if (clock.now() - startedAt < SHORT_LIFE) {
        await clock.sleep(SHORT_LIFE, signal);
      } else {
        this.failures = 0;
      }
    }
    return undefined;
  }

  private async watchOnce(from: string): Promise<WatchEnd> {
    const { client, clock, signal } = this.deps;
    let resourceVersion = from;
    const query = { ...this.scope.query, resourceVersion, timeoutSeconds: WATCH_LIFETIME };
    const silence = new Silence(SILENCE, clock, signal);
    try {
      for await (const event of client.watch(this.resource, this.scope.namespace, query, silence.signal)) {
        if (event.type === 'ERROR') return { resourceVersion, error: event.error, isSilent: false };
        silence.broken();
        this.failures = 0;
        if (event.type === 'BOOKMARK') {
          resourceVersion = event.resourceVersion;
          this.sink.shownUpTo(resourceVersion);
        } else {
          resourceVersion = event.object.metadata.resourceVersion;
          this.sink.show(event.type, event.object);
        }
      }
    } finally {
      silence.end();
    }
    const isSilent = silence.wasTooLong;
    return { resourceVersion, error: isSilent ? this.silent() : undefined, isSilent };
  }

  private silent(): ApiError {
    const { server, hasAnswered } = this.deps.client.connection;
    const message = `no answer within ${SILENCE / 1000}s`;
    return { from: 'connection', server: server.host, code: 'ETIMEDOUT', message, hasAnswered };
  }

  private async backOff(error: ApiError): Promise<void> {
    const { random, clock, signal, onTrouble } = this.deps;
    const delay = delayBefore(++this.failures, random, error);
    onTrouble(error, delay);
    await clock.sleep(delay, signal);
  }
}

/** How far a watch has come, and what has ended it if that was not the server in good order. */
interface WatchEnd {
  readonly resourceVersion: string;
  readonly error: ApiError | undefined;
  /** It has said nothing for too long. */
  readonly isSilent: boolean;
}

/** Whether the server has forgotten a version, or never had it, as one that was restored from a backup. */
function isLost(error: ApiError): boolean {
  if (error.from === 'connection') return false;
  return error.code === 410 || (error.code === 504 && error.message.includes('Too large resource version'));
}
