import { expect, test } from 'vitest';
import { bystander, type Bystander } from '../../fixtures/bystander.js';
import { type Observer, observe } from '../../fixtures/observer.js';
import { openStage, type Stage } from '../../fixtures/stage.js';
import type { Begun } from '../../fixtures/world.js';

/** What somebody does to a set, and what is seen of it. */
export interface Scenario {
  /** As Kubernetes' own list of end-to-end tests for StatefulSets has it, where that has it. */
  readonly name: string;
  /** The spec of the set `web`, without what all of them share; and what its containers do. */
  readonly set: SetSpec;
  /** What is done before anybody watches. */
  readonly given?: readonly Action[];
  readonly story: readonly Beat[];
}

export interface SetSpec {
  readonly replicas: number;
  /** The script of the template's containers, as docs/sandbox.md has it. */
  readonly script?: string;
  /** Those of the template. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The name and tag of the template's image; default `nginx:1`. */
  readonly image?: string;
  /** Of its claims; else the default one. */
  readonly storageClass?: string;
  /** Everything else as it is in a spec. */
  readonly [field: string]: unknown;
}

export type Action = (scene: Scene) => Promise<unknown>;

/** Something that is done, and all that an observer sees until there is nothing more to see. */
export type Beat = readonly [done: Action, seen: Sights];

/**
 * What is seen, as `tell` tells it, separated by commas. In a list, each has what is seen of the objects that it names, in
 * its order; between them there is none.
 */
export type Sights = string | readonly string[];

/** Where a scenario is played. */
export interface Scene {
  readonly stage: Stage;
  readonly api: Bystander;
  readonly namespace: string;
  readonly set: SetSpec;
  /** The command lines that were begun and have not ended, by their first words. */
  readonly terminals: Map<string, Begun>;
}

/** Milliseconds of the cluster's time after which whatever could happen at once has happened, and nobody has given up. */
const A_WHILE = 3_000;
/** The same, for what must not happen at all. */
const LONG = 60_000;

/** Milliseconds, on a machine that has other things to do as well. */
const TIMEOUT = 60_000;

/** Makes a test of each scenario. */
export function playAll(scenarios: readonly Scenario[]): void {
  for (const scenario of scenarios) test(scenario.name, () => play(scenario), TIMEOUT);
}

/** Plays a scenario, and sees that an observer sees what it says, and nothing else. */
async function play({ set, given = [], story }: Scenario): Promise<void> {
  const stage = await openStage();
  const terminals = new Map<string, Begun>();
  try {
    const namespace = await stage.makeNamespace();
    const scene: Scene = { stage, api: bystander(stage.cluster), namespace, set, terminals };
    for (const action of given) await action(scene);
    await stage.clock.sleep(A_WHILE);
    await watched(scene, (observer) => playStory(story, scene, observer));
  } finally {
    await Promise.all([...terminals.values()].map(leave));
    await stage.stop();
  }
}

async function watched({ stage, namespace }: Scene, act: (observer: Observer) => Promise<void>): Promise<void> {
  const observer = await observe(stage.cluster, namespace);
  try {
    await act(observer);
  } finally {
    await observer.stop();
  }
}

function leave(terminal: Begun): Promise<unknown> {
  terminal.interrupt();
  return terminal.ended;
}

async function playStory(story: readonly Beat[], scene: Scene, observer: Observer): Promise<void> {
  const { clock } = scene.stage;
  const seen: Sights[] = [];
  const expected: Sights[] = [];
  let count = 0;
  for (const [index, [action, sights]] of story.entries()) {
    await action(scene);
    await clock.sleep(index + 1 === story.length ? LONG : A_WHILE);
    const told = observer.told();
    seen.push(sorted(told.slice(count), sights));
    expected.push(sights);
    count = told.length;
    expect(seen).toEqual(expected);
  }
}

/** What was seen in the form of what should have been: by the objects that each line names. What none names comes last. */
function sorted(told: readonly string[], sights: Sights): Sights {
  if (typeof sights === 'string') return told.join(', ');
  const namedBy = sights.map((line) => new Set(line.split(', ').map(objectOf)));
  const lines = namedBy.map((names) => told.filter((word) => names.has(objectOf(word))).join(', '));
  const others = told.filter((word) => !namedBy.some((names) => names.has(objectOf(word))));
  return others.length === 0 ? lines : [...lines, others.join(', ')];
}

const objectOf = (word: string): string => word.split(' ')[0] ?? '';
