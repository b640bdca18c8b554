import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { expect, test } from 'vitest';
import { orFail } from '../../../src/cluster/api-error.js';
import { startEmbedded } from '../../fixtures/embedded.js';
import { webSet } from '../../fixtures/sets.js';

test('a write is on its way before what led to it is told', async () => {
  const cluster = await startEmbedded();
  const happened: string[] = [];
  const hear = (message: unknown): void => {
    const { method, path } = (message as { readonly request: ClientRequest }).request;
    if (method === 'POST' && /\/pods\b/.test(path)) happened.push('created');
  };
  subscribe('http.client.request.start', hear);
  const record = orFail(await cluster.records.create(webSet({ replicas: 1 }), 'default'));
  await cluster.reconcile(record, {
    emit: (event) => {
      if (event.type === 'standing')
        happened.push(event.standing.there.pods.size === 0 ? 'told of none' : 'told of it');
    },
  });
  unsubscribe('http.client.request.start', hear);
  await cluster.stop();
  expect(happened.filter((what) => what === 'created')).toHaveLength(1);
  expect(happened[happened.indexOf('created') + 1]).toBe('told of none');
});
