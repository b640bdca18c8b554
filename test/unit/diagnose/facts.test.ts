import { expect, test } from 'vitest';
import { lastEvent, lastSeen, NO_FACTS } from '../../../src/diagnose/facts.js';
import type { KubeEvent } from '../../../src/petset/kubernetes-event.js';

function event(uid: string, reason: string, more: Partial<KubeEvent> = {}): KubeEvent {
  return { apiVersion: 'v1', kind: 'Event', metadata: {}, involvedObject: { uid }, reason, ...more };
}

test('an event about another object is none about this one', () => {
  const own = event('pod', 'FailedMount');
  const facts = { ...NO_FACTS, events: [own, event('claim', 'FailedMount'), event('pod', 'Pulled')] };
  expect(lastEvent(facts, 'pod', ['FailedMount'])).toBe(own);
  expect(lastEvent(facts, 'node', ['FailedMount'])).toBeUndefined();
});

test('one about another container is none about this one', () => {
  const of = (name: string): KubeEvent =>
    event('pod', 'Killing', { involvedObject: { uid: 'pod', fieldPath: `spec.containers{${name}}` } });
  const facts = { ...NO_FACTS, events: [of('a'), of('b')] };
  expect(lastEvent(facts, 'pod', ['Killing'], 'a')).toBe(facts.events[0]);
});

test('when an event was seen last is told by the latest kind of events as by the first', () => {
  const at = '2026-01-01T00:00:01Z';
  const seen = [
    event('pod', 'Pulled', { lastTimestamp: at }),
    event('pod', 'Pulled', { series: { lastObservedTime: at }, lastTimestamp: '2025-01-01T00:00:00Z' }),
    event('pod', 'Pulled', { eventTime: at, metadata: { creationTimestamp: '2025-01-01T00:00:00Z' } }),
    event('pod', 'Pulled', { metadata: { creationTimestamp: at } }),
  ];
  expect(seen.map(lastSeen)).toEqual(seen.map(() => Date.parse(at)));
  expect(lastSeen(event('pod', 'Pulled'))).toBe(0);
});
