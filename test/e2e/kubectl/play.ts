import { readFileSync, writeFileSync } from 'node:fs';
import type { ExpectStatic } from 'vitest';
import type { Session } from './session.js';
import { formatTranscript, parseTranscript, type Row } from './transcript.js';

/** With this set, what the cluster answers is written down instead of compared: to be done with a real one only. */
export const RECORDS = process.env.E2E_RECORD !== undefined;
export const IS_EMBEDDED = process.env.E2E_KUBECONFIG === undefined;

/** Types what a transcript has, and compares what is answered with what it has, or writes that down. */
export async function play(file: URL, session: Session, expect: ExpectStatic): Promise<void> {
  const recorded = readFileSync(file, 'utf8');
  const rows: Row[] = [];
  for (const row of parseTranscript(recorded)) {
    if (row.mark === '~' && !IS_EMBEDDED) rows.push(row);
    else rows.push(await (RECORDS ? session.record(row) : session.play(row)));
  }
  if (RECORDS) writeFileSync(file, formatTranscript(rows));
  else expect(formatTranscript(rows)).toBe(recorded);
}
