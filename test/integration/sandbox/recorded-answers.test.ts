import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { at, isRecord, listAt, startCluster, textAt } from './cluster.js';
import type { Answer, Cluster } from './cluster.js';

/**
 * Requests with the answers of a real Kubernetes 1.34, played in order against an empty namespace. Who manages which fields
 * was not recorded with these: see recorded-apply.test.ts.
 */
const FILES = ['pods', 'watch', 'claims', 'others', 'custom', 'discovery'];

/** Codes of answers that were kept back, where they cannot be doubted. */
const KEPT_BACK: ReadonlyMap<string, number> = new Map([
  ['a bad token', 401],
  ['a user without rights: list', 403],
  ['server-side apply, forced', 200],
]);

interface Step {
  readonly case?: string;
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response?: {
    readonly code: number;
    readonly names?: readonly string[];
    readonly events?: readonly unknown[];
    readonly body?: unknown;
  } | null;
  readonly setup?: {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly contentType?: string;
  };
  readonly sleepMs?: number;
  readonly forMs?: number;
  readonly during?: readonly Step[];
}

const read = (file: string): Step[] =>
  readFileSync(new URL(`recordings/${file}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step);

/** What differs from run to run, and what depends on the node. */
const VOLATILE = new Set([
  ...['uid', 'resourceVersion', 'creationTimestamp', 'deletionTimestamp', 'continue', 'remainingItemCount', 'time'],
  ...['managedFields', 'clusterIP', 'clusterIPs', 'volumeName', 'nodeName', 'podIP', 'podIPs'],
  ...['startTime', 'conditions', 'containerStatuses', 'hostIP', 'hostIPs'],
]);

function stable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stable);
  if (!isRecord(value)) return typeof value === 'string' ? stableText(value) : value;
  const kept = Object.entries(value).filter(([key]) => !VOLATILE.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, stable(item)]));
}

const stableText = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UID')
    .replace(/\b\d{3,}\b/g, 'N')
    .replace(/\b(gen-|web\.)\w{5}\b/g, '$1X')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/^\d+(s|m|h|ms)$/, 'AGE');

/** What has to agree of an answer. */
function essence(body: unknown): unknown {
  switch (at(body, 'kind')) {
    case 'Status':
      return stable(['status', 'reason', 'code', 'message'].map((field) => at(body, field)));
    case 'Table':
      return stable({ columns: allAt(body, 'columnDefinitions', 'name'), cells: allAt(body, 'rows', 'cells') });
    // Of what is served, the version is enough; some kinds that nobody here needs are not served.
    case 'APIResourceList':
      return at(body, 'groupVersion');
    // The recording kept three groups of all.
    case 'APIGroupDiscoveryList':
      return listAt(body, 'items').filter((group) => RECORDED_GROUPS.has(textAt(group, 'metadata.name')));
    default:
      return typeof body === 'string' ? body.trim() : stable(body);
  }
}

const RECORDED_GROUPS = new Set(['apps', 'coordination.k8s.io', 'rec.test']);

const allAt = (body: unknown, list: string, path: string): unknown[] =>
  listAt(body, list).map((item) => at(item, path));

const names = (list: unknown): string[] =>
  listAt(list, 'items').map((item) => stableText(textAt(item, 'metadata.name')));

const told = (events: readonly unknown[]): string[] =>
  events.map(
    (event) => `${textAt(event, 'type')}:${textAt(event, 'object.metadata.name') || textAt(event, 'object.reason')}`,
  );

/** What controllers do may take a while when the machine is busy. */
const PATIENCE = { timeout: 10_000, interval: 20 };

/** Ids that a recorded request carries over from an earlier answer. */
interface Carried {
  uid?: string;
  firstVersion?: string;
  version?: string;
  continue?: string;
  lease?: unknown;
}

describe('the recorded answers of Kubernetes 1.34', { concurrent: false }, () => {
  let cluster: Cluster;
  const carried: Carried = {};

  beforeAll(async () => {
    // Growing a volume takes longer than the recording does.
    cluster = await startCluster({ pace: { growVolume: 3_600_000 } });
  });
  afterAll(() => cluster.stop());

  /** Controllers are quick here: what waited for seconds waits for a moment, and who only looks may look again. */
  const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 120)));

  const prepare = async (step: Step): Promise<void> => {
    if (step.sleepMs !== undefined) await rest(step.sleepMs);
    if (step.setup === undefined) return;
    const { method, path, body, contentType } = step.setup;
    await cluster.send(method, path, body, { type: contentType });
  };

  const withMore = (object: unknown, more: object): object => ({ ...(isRecord(object) ? object : {}), ...more });

  const carryOver = async (step: Step, path: string, body: unknown): Promise<{ path: string; body: unknown }> => {
    const title = step.case ?? '';
    if (title.startsWith('delete with the right uid')) return { path, body: { preconditions: { uid: carried.uid } } };
    if (title === 'list, next page')
      return { path: path.replace(/continue=.*/, `continue=${carried.continue ?? ''}`), body };
    if (title.includes('stale resourceVersion')) return { path, body: outdated(title, body) };
    if (title === 'update') {
      const { body: present } = await cluster.get('/api/v1/namespaces/rec/pods/web-0');
      const labels = withMore(at(present, 'metadata.labels'), { put: 'yes' });
      return { path, body: withMore(present, { metadata: withMore(at(present, 'metadata'), { labels }) }) };
    }
    if (title === 'renew a lease') {
      carried.lease = (await cluster.get(path)).body;
      const spec = withMore(at(carried.lease, 'spec'), { renewTime: '2026-01-01T00:00:05.000000Z' });
      return { path, body: withMore(carried.lease, { spec }) };
    }
    if (title.startsWith('a pod owned by it')) {
      const { body: owner } = await cluster.get('/apis/rec.test/v1alpha1/namespaces/rec/petsets/web');
      const [reference] = listAt(body, 'metadata.ownerReferences');
      const ownerReferences = [withMore(reference, { uid: at(owner, 'metadata.uid') })];
      return { path, body: withMore(body, { metadata: withMore(at(body, 'metadata'), { ownerReferences }) }) };
    }
    return { path, body: title === 'renew a lease another took' ? carried.lease : body };
  };

  const outdated = (title: string, body: unknown): object => {
    const resourceVersion = carried.firstVersion;
    if (title.startsWith('delete')) return { preconditions: { resourceVersion } };
    return withMore(body, { metadata: withMore(at(body, 'metadata'), { resourceVersion }) });
  };

  const playWatch = async (path: string, step: Step): Promise<{ code: number; events: readonly unknown[] }> => {
    const watching = await cluster.watch(path);
    for (const during of step.during ?? []) await prepare(during);
    const awaited = step.response?.events?.length ?? 0;
    await vi.waitFor(() => expect(watching.events.length).toBeGreaterThanOrEqual(awaited), PATIENCE);
    await (path.includes('timeoutSeconds') ? watching.ended() : rest(step.forMs ?? 0));
    watching.close();
    return { code: watching.code, events: watching.events };
  };

  const keep = (title: string, { body }: Answer): void => {
    if (title.startsWith('create a pod: what')) {
      carried.uid = textAt(body, 'metadata.uid');
      carried.firstVersion = textAt(body, 'metadata.resourceVersion');
    }
    if (title === 'list, first page of 2') carried.continue = textAt(body, 'metadata.continue');
  };

  const playRequest = async (step: Required<Pick<Step, 'case' | 'request'>> & Step): Promise<void> => {
    const { method, headers = {} } = step.request;
    const { path, body } = await carryOver(step, step.request.path, step.request.body);
    const ask = async (): Promise<Answer> => {
      const answer = await cluster.send(method, path, body, {
        type: headers['content-type'],
        accept: headers.accept,
        ...(headers.user === 'none' && { token: step.case === 'a bad token' ? 'nobody-has-this' : '' }),
        as: /^(dev)\b/.exec(headers.user ?? '')?.[1],
      });
      keep(step.case, answer);
      return answer;
    };
    const { response } = step;
    const code = response?.code ?? KEPT_BACK.get(step.case);
    const agrees = (answer: Answer): void => {
      if (code !== undefined) expect(answer.code).toBe(code);
      if (response === null || response === undefined) return;
      if (response.names !== undefined) expect(names(answer.body)).toEqual(response.names.map(stableText));
      else expect(essence(answer.body)).toEqual(essence(response.body));
    };
    if (method === 'GET') await vi.waitFor(async () => agrees(await ask()), PATIENCE);
    else agrees(await ask());
  };

  /** Watches of the recording begin where all of them began. */
  const compareWatch = async (step: Step, recorded: string): Promise<void> => {
    carried.version ??= textAt((await cluster.get('/api/v1/namespaces/rec/pods')).body, 'metadata.resourceVersion');
    const path = recorded.replace(/resourceVersion=\d{3,}/, `resourceVersion=${carried.version}`);
    const seen = await playWatch(path, step);
    if (step.response?.events === undefined) return;
    expect(seen.code).toBe(step.response.code);
    expect(told(seen.events)).toEqual(told(step.response.events));
  };

  for (const file of FILES) {
    for (const step of read(file)) {
      const { case: title, request } = step;
      if (title === undefined || request === undefined) {
        it(`${file}: prepares`, () => prepare(step));
        continue;
      }
      it(`${file}: ${title}`, () =>
        step.forMs === undefined ? playRequest({ ...step, case: title, request }) : compareWatch(step, request.path));
    }
  }
});
