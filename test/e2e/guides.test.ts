import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, inject, test } from 'vitest';
import { IMAGES } from './cluster.js';
import { gistOf, quotesOf } from './guides/quote.js';
import { IS_EMBEDDED, play } from './kubectl/play.js';
import { Session } from './kubectl/session.js';
import { parseTranscript } from './kubectl/transcript.js';
import { startSandboxProcess } from './sandbox-process.js';

/**
 * The guides of 2016 from their first command to their last, and the examples: transcripts as those of kubectl, whose remarks
 * quote the guide (see guides/quote.ts).
 */
const TRANSCRIPTS = new URL('guides/', import.meta.url);
const EXAMPLES = new URL('../../examples/', import.meta.url);
const transcripts = readdirSync(TRANSCRIPTS).filter((name) => name.endsWith('.txt'));

/** These install a definition for a whole cluster, in which other tests would not find their sets any more. */
const needsOwnCluster = (name: string): boolean => name.endsWith('-native.txt');

/** The examples, with the images of this cluster. */
const examples = Object.fromEntries(
  readdirSync(EXAMPLES).map((name) => [
    name,
    readFileSync(new URL(name, EXAMPLES), 'utf8')
      .replaceAll('registry.k8s.io/nginx-slim:0.7', IMAGES.old)
      .replaceAll('registry.k8s.io/nginx-slim:0.8', IMAGES.new),
  ]),
);

describe.skipIf(!inject('kubectl'))('the guides of 2016', () => {
  test.concurrent.for(transcripts)('%s', async (name, { expect, skip, onTestFinished }) => {
    skip(needsOwnCluster(name) && !IS_EMBEDDED, 'it would change a cluster that others use');
    const own = needsOwnCluster(name) ? await startSandboxProcess() : undefined;
    onTestFinished(() => own?.stop());
    const session = await Session.open(own?.kubeconfig ?? inject('kubeconfig'), examples);
    onTestFinished(() => session.close());
    await play(new URL(name, TRANSCRIPTS), session, expect);
  });
});

describe('what the guides print is printed, in its order', () => {
  const rows = transcripts.flatMap((name) =>
    parseTranscript(readFileSync(new URL(name, TRANSCRIPTS), 'utf8')).map(
      (row) => [`${name}: ${row.typed[0]}`, row] as const,
    ),
  );

  test.each(rows.filter(([, row]) => quotesOf(row).some(({ printed }) => printed.length > 0)))('%s', (_, row) => {
    const printed = quotesOf(row).flatMap((quote) => quote.printed.map(gistOf));
    const answer = row.answer.map(gistOf);
    expect(inOrder(printed, answer)).toEqual(printed);
  });
});

/** Those of some lines that are found among others, one after the other. */
function inOrder(lines: readonly string[], among: readonly string[]): string[] {
  let from = 0;
  return lines.filter((line) => {
    const at = among.indexOf(line, from);
    if (at !== -1) from = at + 1;
    return at !== -1;
  });
}
