import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/sandbox/platform/clock.js';
import { isRecord, startCluster } from './cluster.js';
import type { Cluster } from './cluster.js';

/**
 * Writes of every kind with the answers of a real Kubernetes 1.34, played in order against an empty namespace `ssa`: who
 * manages which fields after each, and what is refused. Specs of pods and workloads were left out of the answers.
 */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly agent?: string;
}

interface Step {
  readonly setup?: Request;
  readonly case?: string;
  readonly request?: Request;
  readonly response?: { readonly code: number; readonly body: unknown };
}

const STEPS = readFileSync(new URL('recordings/apply.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Step);

/** What differs from run to run. Whether a time is told does not. */
const VOLATILE = new Set([
  ...['uid', 'resourceVersion', 'creationTimestamp', 'time'],
  ...['lastProbeTime', 'lastTransitionTime', 'lastPhaseTransitionTime'],
]);

/** What is not compared of a kind: specs, and the status that a controller tells which is not here. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  CronJob: ['spec'],
  Deployment: ['spec'],
  PersistentVolume: ['spec'],
  StatefulSet: ['spec', 'status'],
};

const isOfController = (value: unknown): boolean => isRecord(value) && value.manager === 'kube-controller-manager';

/** How many pods the controllers of a scale have made by now is a matter of time. */
function withoutProgress(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (value.kind !== 'Scale' || !isRecord(value.status)) return value;
  return { ...value, status: { ...value.status, replicas: 'SOME' } };
}

function stable(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isOfController(item)).map(stable);
  if (!isRecord(value)) return value;
  const leftOut = LEFT_OUT[String(value.kind)] ?? [];
  const entries = Object.entries(withoutProgress(value)).filter(([key]) => !leftOut.includes(key));
  return Object.fromEntries(entries.map(([key, item]) => [key, VOLATILE.has(key) ? 'SOME' : stable(item)]));
}

/** The answer, with the order of its managers and of their fields as they were sent. */
const told = (body: unknown): unknown => {
  const managers = isRecord(body) && isRecord(body.metadata) ? JSON.stringify(stable(body.metadata.managedFields)) : '';
  return { body: stable(body), managers };
};

describe('the recorded managers of Kubernetes 1.34', { concurrent: false }, () => {
  let cluster: Cluster;

  beforeAll(async () => {
    // Managers are told by age, and the recording took no time.
    const now = Date.now();
    cluster = await startCluster({ clock: { ...systemClock, now: () => now } });
    await cluster.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ssa' } });
  });
  afterAll(() => cluster.stop());

  const send = ({ method, path, body, type, agent = 'curl/8' }: Request) =>
    cluster.send(method, path, body, { type, agent });

  for (const { setup, case: title = 'preparation', request, response } of STEPS) {
    if (setup !== undefined) it('preparation', () => send(setup));
    if (request === undefined) continue;
    it(title, async () => {
      const answer = await send(request);
      expect(told(answer.body)).toEqual(told(response?.body));
      expect(answer.code).toBe(response?.code);
    });
  }
});
