import { readdirSync } from 'node:fs';
import { describe, inject, test } from 'vitest';
import { petSetDefinition } from '../../src/petset/definition/definition.js';
import { petSetRoles } from '../../src/petset/definition/roles.js';
import { IS_EMBEDDED, play, RECORDS } from './kubectl/play.js';
import { Session } from './kubectl/session.js';
import { startSandboxProcess } from './sandbox-process.js';

const TRANSCRIPTS = new URL('kubectl/', import.meta.url);
/** About what is there once in a cluster, and changes what everybody there does: for a cluster of their own. */
const ALONE = new URL('alone/', TRANSCRIPTS);
const namesIn = (directory: URL): string[] => readdirSync(directory).filter((name) => name.endsWith('.txt'));
/** What the product would make in a cluster. */
const FILES = {
  'definition.json': JSON.stringify(petSetDefinition()),
  'roles.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: petSetRoles() }),
};

describe.skipIf(!inject('kubectl'))('kubectl prints what it prints on a real cluster', () => {
  test.concurrent.for(namesIn(TRANSCRIPTS))('%s', async (name, { expect, onTestFinished }) => {
    const session = await Session.open(inject('kubeconfig'));
    onTestFinished(() => session.close());
    await play(new URL(name, TRANSCRIPTS), session, expect);
  });

  // A real one is asked only to be written down.
  const played = IS_EMBEDDED || RECORDS ? test.concurrent : test.skip;
  played.for(namesIn(ALONE))('%s', { timeout: 300_000 }, async (name, { expect, onTestFinished }) => {
    const cluster = IS_EMBEDDED ? await startSandboxProcess() : undefined;
    onTestFinished(() => cluster?.stop());
    const session = await Session.open(cluster?.kubeconfig ?? inject('kubeconfig'), FILES);
    onTestFinished(() => session.close());
    await play(new URL(name, ALONE), session, expect);
  });
});
