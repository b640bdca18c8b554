import { describe, expect, it } from 'vitest';

import type { Client } from '../../../../../src/sandbox/controllers/client/client.js';
import { EventRecorder } from '../../../../../src/sandbox/controllers/client/event-recorder.js';
import type { Resource } from '../../../../../src/sandbox/controllers/client/resource.js';
import type { Event } from '../../../../../src/sandbox/model/core.js';
import type { KubeObject } from '../../../../../src/sandbox/model/meta.js';
import { speedUp } from '../../../../../src/sandbox/platform/clock.js';
import { CountingClock } from '../../../../fixtures/counting-clock.js';

const pod = (uid: string): KubeObject => ({ kind: 'Pod', apiVersion: 'v1', metadata: { name: uid, uid } });

/** A server that takes its time: every event is written when it is let through. */
class SlowServer {
  readonly asked: Event[] = [];
  private readonly waiting: (() => void)[] = [];

  readonly client = {
    create: (_resource: Resource<Event>, event: Event): Promise<Event> => {
      this.asked.push(event);
      return new Promise((resolve) => this.waiting.push(() => resolve(event)));
    },
  } as object as Client;

  async letThrough(): Promise<void> {
    this.waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('events', () => {
  it('are dated when they happen, whenever they are written, and do not wait for those of others', async () => {
    const [server, clock] = [new SlowServer(), new CountingClock(Date.parse('2026-01-01T00:00:00Z'))];
    const events = new EventRecorder(server.client, speedUp(clock, 1), { component: 'kubelet' });
    const tell = (uid: string, reason: string): void => events.tell(pod(uid), { type: 'Normal', reason, message: '' });
    tell('a', 'First');
    clock.advance(5000);
    tell('a', 'Second');
    tell('b', 'Third');
    clock.advance(60_000);
    expect(server.asked.map(({ reason }) => reason)).toEqual(['First', 'Third']);
    await server.letThrough();
    expect(server.asked.map(({ reason, firstTimestamp }) => [reason, firstTimestamp])).toEqual([
      ['First', '2026-01-01T00:00:00Z'],
      ['Third', '2026-01-01T00:00:05Z'],
      ['Second', '2026-01-01T00:00:05Z'],
    ]);
  });
});
