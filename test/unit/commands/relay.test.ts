import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Outlet, relayBytes, relayLines } from '../../../src/commands/relay.js';

test('lines of two writers stay whole, each behind its name, also the last one that has no end', async () => {
  const to = new PassThrough();
  const outlet = new Outlet(to);
  const [one, other] = [relayLines('web-0 | ', outlet), relayLines('web-1 | ', outlet)];
  one.write('first ');
  other.write('other\nre');
  one.write('half\n\n');
  other.end('st');
  one.end();
  await Promise.all([finished(one), finished(other)]);
  expect(String(to.read())).toBe('web-1 | other\nweb-0 | first half\nweb-0 | \nweb-1 | rest\n');
});

test('bytes stay what they are', async () => {
  const to = new PassThrough();
  const relay = relayBytes(new Outlet(to));
  const bytes = Buffer.from([0xff, 0x0a, 0x00, 0x0d]);
  relay.write(bytes);
  await finished(relay.end());
  expect(to.read()).toEqual(bytes);
});

test('nobody is heard faster than what is printed is read', async () => {
  const to = new PassThrough({ highWaterMark: 4 });
  const outlet = new Outlet(to);
  const writers = Array.from({ length: 20 }, (_each, n) => relayLines(`${n}: `, outlet));
  const ends = writers.map((writer) => {
    writer.write('some words\n');
    return finished(writer.end());
  });
  await setImmediate();
  expect(writers.filter(({ writableFinished }) => writableFinished)).toEqual([]);
  // However many wait: Node takes more than ten listeners for a leak.
  expect(to.listenerCount('drain')).toBe(1);
  let text = '';
  to.on('data', (chunk: Buffer) => (text += String(chunk)));
  await Promise.all(ends);
  expect(text.split('\n')).toHaveLength(21);
});
