import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { at, listAt, startCluster, textAt } from '../cluster.js';
import type { Answer, Cluster } from '../cluster.js';

/**
 * What a server of 1.34.2 answered to lists of requests, each played in order against an empty cluster. Answers that are
 * no refusals are compared by code and warnings, and by their body where it was recorded.
 */

interface Ask {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly accept?: string;
  readonly as?: string;
  readonly body?: unknown;
}

interface Told {
  readonly code: number;
  readonly warning?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly details?: unknown;
  readonly body?: unknown;
}

type Step = { readonly setup: Ask } | (Ask & { readonly what?: string; readonly answer: Told });

const DIRECTORY = new URL('../recordings/words/', import.meta.url);

const readSteps = (file: string): Step[] =>
  readFileSync(new URL(file, DIRECTORY), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step);

/** What nobody but an embedded cluster says. */
const OWN_WORDS = /(?:, )?299 - "this embedded cluster has no [^"]*"/;

/** Ids and times are those of one run. */
const VOLATILE = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|127\.0\.0\.1:\d+/g;
const blank = (text: string): string => text.replace(VOLATILE, '*').replace(/\b(UID|TIME|ADDR)\b/g, '*');

function factsOf(message: string, details: unknown): unknown {
  const causes = listAt(details, 'causes').map((cause) => `${textAt(cause, 'field')}: ${textAt(cause, 'message')}`);
  // Go goes through maps in no order, so that causes are compared as a set, and the message only without them.
  const { kind, group, name } = { kind: at(details, 'kind'), group: at(details, 'group'), name: at(details, 'name') };
  return { kind, group, name, told: causes.length > 0 ? causes.map(blank).toSorted() : blank(message) };
}

function compare({ code, body, headers }: Answer, answer: Told): void {
  const warning = (headers.warning ?? '').replace(OWN_WORDS, '');
  const isRefused = answer.message !== undefined;
  const got = isRefused ? factsOf(textAt(body, 'message'), at(body, 'details')) : undefined;
  const want = isRefused ? factsOf(answer.message, answer.details) : undefined;
  expect({ code, warning: blank(warning), refusal: got }).toEqual({
    code: answer.code,
    warning: blank(answer.warning ?? ''),
    refusal: want,
  });
  if (answer.body !== undefined) expect(settled(body)).toEqual(settled(answer.body));
}

const VOLATILE_FIELDS = new Set([
  ...['uid', 'resourceVersion', 'managedFields', 'clusterIP', 'clusterIPs', 'nodePort', 'continue', 'nodeName'],
  ...['storageVersionHash', 'serviceAccount', 'serviceAccountName', 'description'],
]);

/** A body without what differs from run to run. */
const settled = (body: unknown): unknown =>
  JSON.parse(
    blank(
      JSON.stringify(body, (key, value: unknown) => (VOLATILE_FIELDS.has(key) && value !== 'None' ? undefined : value)),
    ),
  );

describe.each(readdirSync(DIRECTORY))('the words of %s', (file) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const send = ({ method, path, body, type, accept, as }: Ask): Promise<Answer> =>
    cluster.send(method, path, body, { type, accept, as });
  const waiting: Ask[] = [];
  const cases = readSteps(file).flatMap((step) => {
    if ('setup' in step) {
      waiting.push(step.setup);
      return [];
    }
    return [{ title: `${step.what ?? ''} ${step.method} ${step.path}`.trim(), step, before: waiting.splice(0) }];
  });
  it.each(cases)('$title', async ({ step, before }) => {
    for (const ask of before) await send(ask);
    compare(await send(step), step.answer);
  });
});
