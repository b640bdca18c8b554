import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, inject, test } from 'vitest';
import { Session } from './kubectl/session.js';
import { formatTranscript, parseTranscript } from './kubectl/transcript.js';
import type { Row } from './kubectl/transcript.js';

const TRANSCRIPTS = new URL('kubectl/', import.meta.url);
const transcripts = readdirSync(TRANSCRIPTS).filter((name) => name.endsWith('.txt'));

/** With this set, what the cluster answers is written down instead of compared: to be done with a real one only. */
const RECORDS = process.env.E2E_RECORD !== undefined;
const IS_EMBEDDED = process.env.E2E_KUBECONFIG === undefined;

describe.skipIf(!inject('kubectl'))('kubectl prints what it prints on a real cluster', () => {
  test.concurrent.for(transcripts)('%s', async (name, { expect, onTestFinished }) => {
    const file = new URL(name, TRANSCRIPTS);
    const recorded = readFileSync(file, 'utf8');
    const session = await Session.open(inject('kubeconfig'));
    onTestFinished(() => session.close());
    const rows: Row[] = [];
    for (const row of parseTranscript(recorded)) {
      if (row.mark === '~' && !IS_EMBEDDED) rows.push(row);
      else rows.push(await (RECORDS ? session.record(row) : session.play(row)));
    }
    if (RECORDS) writeFileSync(file, formatTranscript(rows));
    else expect(formatTranscript(rows)).toBe(recorded);
  });
});
