import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bystander } from '../../fixtures/bystander.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import { type Begun, beginCommand } from '../../fixtures/world.js';
import { FAULTS, type Place, type Reason, REASONS, setOf } from './reasons.js';

/** Milliseconds of the stage: longer than it takes to find out that a node is lost. */
const LONG_ENOUGH = 90_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ nodes: 2, faults: FAULTS });
  const late = { metadata: { name: 'late' }, provisioner: 'sandbox.petset.dev/hostpath' };
  await bystander(stage.cluster).create('/apis/storage.k8s.io/v1/storageclasses', {
    ...late,
    volumeBindingMode: 'WaitForFirstConsumer',
  });
});
afterAll(() => stage.stop());

test.each(REASONS)('$cause: $name', async (reason) => {
  const place = await prepare(reason);
  const waiting = begin(reason.command ?? 'create -f -', place.namespace, reason);
  try {
    const line = patternOf(reason.says, place.namespace);
    const log = wholeLine(reason.log ?? '');
    await heard(waiting, line, log);
    const said = await until(waiting);
    expect(said).toMatch(line);
    expect(said).toMatch(log);
    if (reason.shows === undefined) return;
    const [, next = ''] = /look further: (kubectl .*?)(?:; |$)/m.exec(line.exec(said)?.[0] ?? '') ?? [];
    expect(await pasted(next)).toMatch(reason.shows);
  } finally {
    waiting.interrupt();
    await waiting.ended;
    await reason.undo?.(place);
  }
});

/** The namespace of a reason, with what goes before the command that waits. */
async function prepare(reason: Reason): Promise<Place> {
  const namespace = await stage.makeNamespace();
  const place: Place = {
    api: bystander(stage.cluster),
    namespace,
    harm: (...faults) => {
      stage.cluster.harm(...faults);
      return Promise.resolve();
    },
    petset: async (line) => {
      const { code } = await begin(line, namespace, reason).ended;
      expect(code).toBe(0);
    },
  };
  if (reason.settled === true) await place.petset('create -f -');
  await reason.make?.(place);
  return place;
}

function begin(line: string, namespace: string, reason: Reason): Begun {
  return beginCommand([...line.split(' '), '-n', namespace], {
    clock: stage.clock,
    env: { KUBECONFIG: stage.cluster.kubeconfig },
    stdin: Readable.from([JSON.stringify(setOf(reason))]),
  });
}

/** Resolves once a command has printed these, or has had the time to. */
async function heard(waiting: Begun, ...lines: readonly RegExp[]): Promise<void> {
  const all = Promise.all(lines.map((line) => waiting.printed(line)));
  await stage.clock.within(LONG_ENOUGH, all).catch(() => undefined);
}

/** Ends a command, and answers with all that it has printed. */
async function until(waiting: Begun): Promise<string> {
  waiting.interrupt();
  const { stdout, stderr } = await waiting.ended;
  return stdout + stderr;
}

/** What a command line prints that somebody pastes into a shell. */
async function pasted(line: string): Promise<string> {
  const env = { ...process.env, KUBECONFIG: stage.cluster.kubeconfigForKubectl };
  return (await promisify(execFile)('sh', ['-c', line], { env })).stdout;
}

function patternOf(words: string, namespace: string): RegExp {
  const pattern = escaped(words)
    .replaceAll('NS', namespace)
    .replaceAll('TIME', String.raw`20\d\d-\d\d-\d\dT[\d:.]+Z`)
    .replaceAll('SECONDS', String.raw`\d+\.\d`)
    .replaceAll('UID', '[0-9a-f-]{36}');
  return new RegExp(`^${pattern}$`, 'm');
}

const wholeLine = (words: string): RegExp => new RegExp(words === '' ? '' : `^${escaped(words)}$`, 'm');
const escaped = (words: string): string => words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
