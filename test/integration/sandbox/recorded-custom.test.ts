import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isRecord, listAt, startCluster, textAt } from './cluster.js';
import type { Cluster } from './cluster.js';

/**
 * Custom resources and their definitions with the answers of a real Kubernetes 1.34, warnings included: applied to,
 * called like kinds that are built in, and with keys that are there twice. Each file begins with an empty server.
 */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly accept?: string;
}

interface Step {
  readonly setup?: Request;
  readonly case?: string;
  readonly request?: Request;
  readonly response?: { readonly code: number; readonly body: unknown; readonly warning?: string };
}

const FILES = ['custom-apply', 'custom-names', 'duplicate-keys', 'patterns'];

const read = (file: string): Step[] =>
  readFileSync(new URL(`recordings/${file}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step);

/** What differs from run to run. Whether it is told does not. */
const VOLATILE = new Set([
  ...['uid', 'resourceVersion', 'creationTimestamp', 'time', 'deletionTimestamp', 'continue'],
  ...['lastTransitionTime', 'lastProbeTime'],
]);

const withoutIds = (text: string): string => text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'UID');

const rank = (value: unknown): string =>
  ['operation', 'manager', 'apiVersion', 'subresource'].map((key) => textAt(value, key)).join();

/** Managers are told by age, and the recording took some time. */
function stable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => stable(item, key === 'cells' ? 'cell' : ''));
    return key === 'managedFields' ? items.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)) : items;
  }
  if (typeof value === 'string') {
    if (VOLATILE.has(key)) return 'SOME';
    return key === 'cell' ? value.replace(/^\d+[sm].*/, 'AGE') : withoutIds(value);
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, stable(item, name)]));
}

/** With the order of fields, which `toEqual` does not mind. */
const told = (body: unknown): string => JSON.stringify(stable(body), null, 1);

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

const isEstablished = (object: unknown): boolean =>
  listAt(object, 'status.conditions').some(
    (condition) => textAt(condition, 'type') === 'Established' && textAt(condition, 'status') === 'True',
  );

describe.each(FILES)('the recorded custom resources of Kubernetes 1.34: %s', { concurrent: false }, (file) => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const send = ({ method, path, body, type, accept }: Request) =>
    cluster.send(method, path, body, { type, accept, agent: 'curl/8' });

  const prepare = async (request: Request): Promise<void> => {
    const { body } = await send(request);
    if (request.path !== DEFINITIONS) return;
    await cluster.until(`${DEFINITIONS}/${textAt(body, 'metadata.name')}`, isEstablished);
  };

  for (const { setup, case: title = 'preparation', request, response } of read(file)) {
    if (setup !== undefined) it('preparation', () => prepare(setup));
    if (request === undefined) continue;
    it(title, async () => {
      const { code, body, headers } = await send(request);
      expect(told(body)).toBe(told(response?.body));
      expect(code).toBe(response?.code);
      expect(headers.warning).toBe(response?.warning);
    });
  }
});
