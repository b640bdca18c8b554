import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { Encoder } from '../../../../../src/sandbox/apiserver/http/encode.js';
import { respond } from '../../../../../src/sandbox/apiserver/http/respond.js';
import { CONFIG_MAP } from '../../../../../src/sandbox/apiserver/kinds/core/configuration.js';
import type { WatchSink } from '../../../../../src/sandbox/apiserver/request/request.js';

const MEGABYTE = 1024 * 1024;
const event = { type: 'ADDED', object: { metadata: {}, data: 'a'.repeat(MEGABYTE) } } as const;

/** A watch of a client that reads nothing: nothing is connected to the response. */
function watch(first: number): { response: ServerResponse; sink: WatchSink } {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const sinks: WatchSink[] = [];
  const open = (sink: WatchSink): (() => void) => {
    for (let sent = 0; sent < first; sent += 1) sink.send(event);
    sinks.push(sink);
    return () => undefined;
  };
  const shape = { representation: 'object', rowObject: 'None', now: () => 0, encoder: new Encoder() } as const;
  const accepted = { representation: 'object', format: 'json' } as const;
  const style = { pretty: false, yaml: false, gzip: false };
  respond(response, { form: 'watch', code: 200, kind: CONFIG_MAP, open }, { accepted, shape, style });
  const [sink] = sinks;
  if (sink === undefined) throw new Error('nobody watches');
  return { response, sink };
}

describe('a watch whose client reads nothing', () => {
  it('waits for a while, and then ends', async () => {
    const { response, sink } = watch(0);
    for (let sent = 0; sent < 60; sent += 1) sink.send(event);
    await setImmediate();
    expect(response.writableEnded).toBe(false);
    for (let sent = 0; sent < 10; sent += 1) sink.send(event);
    await setImmediate();
    expect(response.writableEnded).toBe(true);
    const waiting = response.writableLength;
    sink.send(event);
    await setImmediate();
    expect(response.writableLength).toBe(waiting);
  });

  it('is sent what is there at its beginning, however much it is', () => {
    expect(watch(80).response.writableEnded).toBe(false);
  });
});
