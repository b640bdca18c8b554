import type { WatchEvent, WatchReply, WatchSink } from '../request/request.js';
import { gone } from '../status/api-error.js';
import type { Timers } from '../../platform/timers.js';
import type { Span, WatchHarm } from '../../faults/fault.js';

export interface HarmDeps {
  readonly timers: Timers;
  /** Milliseconds out of a range. */
  readonly draw: (span: Span) => number;
}

/** A watch that goes wrong after a while, or after so many events. */
export function harmedWatch(reply: WatchReply, harm: WatchHarm, deps: HarmDeps): WatchReply {
  const { afterMs, afterEvents } = harm;
  const open = (sink: WatchSink): (() => void) => {
    let harmed: WatchSink | undefined;
    const told: WatchEvent[] = [];
    const strike = (): void => {
      harmed ??= afterHarm(harm, sink, told, deps);
    };
    const callOff = deps.timers.after(afterMs, strike);
    const stop = reply.open({
      send: (event) => {
        if (harmed !== undefined) {
          harmed.send(event);
          return;
        }
        sink.send(event);
        if (told.push(event) >= afterEvents) strike();
      },
      end: () => (harmed ?? sink).end(),
      cut: () => sink.cut(),
    });
    return () => {
      callOff();
      stop();
    };
  };
  return { ...reply, open };
}

/** Does to a watch what is to be done to it. Answers with where its events go from then on. */
function afterHarm(harm: WatchHarm, sink: WatchSink, told: readonly WatchEvent[], deps: HarmDeps): WatchSink {
  switch (harm.kind) {
    case 'silent':
      return nowhere(sink);
    case 'cut':
      sink.cut();
      return nowhere(sink);
    case 'gone':
      sink.send({ type: 'ERROR', object: gone('too old resource version: a fault of the rehearsal').status });
      sink.end();
      return nowhere(sink);
    case 'repeat':
      for (const event of told) sink.send(event);
      return sink;
    case 'lag':
      return lagging(sink, () => deps.draw(harm.by), deps.timers);
  }
}

/** Nothing reaches the client any more. One that is silent does not even end. */
function nowhere(sink: WatchSink): WatchSink {
  return { send: () => undefined, end: () => undefined, cut: () => sink.cut() };
}

/** Everything comes later, in its order. */
function lagging(sink: WatchSink, lag: () => number, timers: Timers): WatchSink {
  const waiting: (() => void)[] = [];
  const later = (act: () => void): void => {
    if (waiting.push(act) === 1) wait();
  };
  const wait = (): void => {
    timers.after(lag(), () => {
      waiting.shift()?.();
      if (waiting.length > 0) wait();
    });
  };
  return {
    send: (event) => later(() => sink.send(event)),
    end: () => later(() => sink.end()),
    cut: () => sink.cut(),
  };
}
