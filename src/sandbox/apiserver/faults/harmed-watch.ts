import type { WatchReply, WatchSink } from '../request/request.js';
import { gone } from '../status/api-error.js';
import type { Timers } from '../../platform/timers.js';
import type { WatchHarm } from '../../faults/fault.js';

/** What a watch comes to. Nothing that happens after it reaches the client. */
const ENDS: Readonly<Record<WatchHarm['kind'], (sink: WatchSink) => void>> = {
  silent: () => undefined,
  cut: (sink) => sink.cut(),
  gone: (sink) => {
    sink.send({ type: 'ERROR', object: gone('too old resource version: a fault of the rehearsal').status });
    sink.end();
  },
};

/** A watch that goes wrong after a while, or after so many events. */
export function harmedWatch(reply: WatchReply, { kind, afterMs, afterEvents }: WatchHarm, timers: Timers): WatchReply {
  const open = (sink: WatchSink): (() => void) => {
    let isHarmed = false;
    let sent = 0;
    const harm = (): void => {
      if (isHarmed) return;
      isHarmed = true;
      ENDS[kind](sink);
    };
    const callOff = timers.after(afterMs, harm);
    const stop = reply.open({
      send: (event) => {
        if (isHarmed) return;
        sink.send(event);
        sent += 1;
        if (sent >= afterEvents) harm();
      },
      // One that is silent does not even end.
      end: () => (isHarmed ? undefined : sink.end()),
      cut: () => sink.cut(),
    });
    return () => {
      callOff();
      stop();
    };
  };
  return { ...reply, open };
}
