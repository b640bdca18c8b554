import { expect, test } from 'vitest';
import type { ApiError } from '../../../src/cluster/api-error.js';
import { Client } from '../../../src/cluster/client.js';
import { lookUp } from '../../../src/controller/lookup.js';

const POD = { namespace: 'db', name: 'web-0' };

function refusal(reason: string, code: number): ApiError {
  return { from: 'server', code, reason, message: '', details: undefined, retryAfter: undefined };
}

/** A server that answers so. */
function server(answers: {
  readonly get?: unknown;
  readonly page?: (query: { fieldSelector: string }) => unknown;
}): Client {
  const { get, page } = answers;
  return Object.create(Client.prototype, {
    get: { value: () => Promise.resolve(get) },
    page: {
      value: (_resource: unknown, _namespace: string, query: { fieldSelector: string }) =>
        Promise.resolve(page?.(query)),
    },
  }) as Client;
}

test('events come in the order in which they were seen, whatever they are about', async () => {
  const seen: Readonly<Record<string, readonly string[]>> = { pod: ['00:00:03', '00:00:01'], claim: ['00:00:02'] };
  const client = server({
    page: ({ fieldSelector }) => {
      const times = seen[fieldSelector.split('=')[1] ?? ''] ?? [];
      const items = times.map((time) => ({ metadata: {}, lastTimestamp: `2026-01-01T${time}Z`, reason: time }));
      return { ok: true, value: { items } };
    },
  });
  const { events } = await lookUp(
    [
      { about: 'events', uid: 'pod' },
      { about: 'events', uid: 'claim' },
    ],
    { client, pod: POD },
  );
  expect(events.map(({ reason }) => reason)).toEqual(['00:00:01', '00:00:02', '00:00:03']);
});

test('what is gone is told apart from what may not be seen', async () => {
  const questions = [
    { about: 'node', name: 'node-1' },
    { about: 'class', name: 'fast' },
  ] as const;
  const gone = await lookUp(questions, {
    client: server({ get: { ok: false, error: refusal('NotFound', 404) } }),
    pod: POD,
  });
  expect([gone.node, gone.classes.get('fast')]).toEqual(['gone', 'gone']);
  const hidden = await lookUp(questions, {
    client: server({ get: { ok: false, error: refusal('Forbidden', 403) } }),
    pod: POD,
  });
  expect([hidden.node, hidden.classes.get('fast')]).toEqual([undefined, undefined]);
});
