import { expect, test } from 'vitest';
import type { KubeEvent } from '../../../src/petset/kubernetes-event.js';
import { eventAge, eventLines } from '../../../src/render/event-table.js';

const NOW = Date.parse('2026-01-01T00:10:00Z');
const event = (more: Partial<KubeEvent> = {}): KubeEvent => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: {},
  involvedObject: { kind: 'Pod', name: 'web-0' },
  type: 'Normal',
  reason: 'Pulled',
  message: 'image is there',
  firstTimestamp: '2026-01-01T00:08:00Z',
  lastTimestamp: '2026-01-01T00:09:55Z',
  ...more,
});

test('an event has its age, or how often it was told since when, as kubectl has it', () => {
  expect(eventAge(event(), NOW)).toBe('2m');
  expect(eventAge(event({ count: 3 }), NOW)).toBe('5s (x3 over 2m)');
  const series = { count: 4, lastObservedTime: '2026-01-01T00:09:50.000000Z' };
  const newer = { firstTimestamp: null, lastTimestamp: null, eventTime: '2026-01-01T00:09:00.000000Z' };
  expect(eventAge(event(newer), NOW)).toBe('60s');
  expect(eventAge(event({ ...newer, series }), NOW)).toBe('10s (x4 over 60s)');
  expect(eventAge(event({ firstTimestamp: null }), NOW)).toBe('<unknown>');
});

test('events stand in a table with what they are about, each in one line', () => {
  expect(eventLines([event({ message: 'one\ntwo ' })], NOW)).toEqual([
    'Events:',
    '  Type\tReason\tAge\tObject\tMessage',
    '  ----\t------\t----\t------\t-------',
    '  Normal\tPulled\t2m\tpod/web-0\tone two',
  ]);
  expect(eventLines([], NOW)).toEqual(['Events:\t<none>']);
});

test('of very many events the newest are shown, and that there are more is said', () => {
  const lines = eventLines(
    Array.from({ length: 130 }, (_, index) => event({ message: `number ${index}` })),
    NOW,
  );
  expect(lines[0]).toBe('Events: (the newest 100; 30 before them are not shown)');
  expect(lines).toHaveLength(103);
  expect(lines[3]).toMatch(/number 30$/);
  expect(lines.at(-1)).toMatch(/number 129$/);
});
