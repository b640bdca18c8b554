import { expect, it } from 'vitest';

import { Catalog } from '../../../../../src/sandbox/controllers/client/catalog.js';
import { Client } from '../../../../../src/sandbox/controllers/client/client.js';
import { HttpWay } from '../../../../../src/sandbox/controllers/client/http-way.js';
import { Informers } from '../../../../../src/sandbox/controllers/client/informers.js';
import { EVENTS, PODS } from '../../../../../src/sandbox/controllers/client/resource.js';
import { CountingClock } from '../../../../fixtures/counting-clock.js';

it('a catalog names every resource, and has all followed but events', () => {
  const client = new Client({ way: new HttpWay('http://127.0.0.1:1'), token: '', agent: 'test' });
  const clock = new CountingClock();
  const informers = new Informers(client, clock);
  const newer = { ...EVENTS, group: 'events.k8s.io' };
  const catalog = new Catalog(client, informers, clock, [PODS, EVENTS, newer]);
  const named: unknown[] = [];
  catalog.listen({ added: ({ resource }) => named.push(resource), removed: () => undefined });
  expect(named).toEqual([PODS, EVENTS, newer]);
  expect(informers.ofKind('v1', 'Pod')).toBeDefined();
  expect(informers.ofKind('v1', 'Event')).toBeUndefined();
  expect(informers.ofKind('events.k8s.io/v1', 'Event')).toBeUndefined();
  client.close();
});
