import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { RECORDED_LIVES } from '../../../fixtures/pod-lives.js';
import type { RecordedLife, RecordedNews } from '../../../fixtures/pod-lives.js';
import { at, listAt, startCluster, textAt } from '../cluster.js';
import type { Cluster, Watch } from '../cluster.js';
import { fastClock } from '../fast-clock.js';

/** Four seconds pass in one: with more, a busy machine sees at once what a kubelet saw one after the other. */
const SPEED = 4;

/** What the containers of the recording did, which here is scripted. */
const SCRIPTS: Readonly<Record<string, string>> = {
  'two init containers, one after the other': 'first: exit=0 after=1s; second: exit=0 after=1s',
  'an init container that fails': 'broken: exit=3 after=0s',
  'a container that crashes': 'crash: exit=1 after=200ms',
  'never ready': 'ready=never',
  'restartPolicy Never, exit 0': 'exit=0 after=0s',
  'graceful deletion: the process needs 3 of its 10 seconds': 'stop=3s',
  'graceful deletion: the process ignores TERM and is killed after 4 seconds': 'stop=never',
};

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** Container states without times and ids. */
const stateOf = (state: unknown): string =>
  JSON.stringify(state)
    .replace(/"(?:startedAt|finishedAt|containerID)":(?:"[^"]*"|null),?/g, '')
    .replace(/,\}/g, '}')
    .replace(/pod=\S+?\)/, 'pod=POD')
    .replace(/ on [\d.]+:53/, '');

const containersOf = (statuses: readonly unknown[]): string[] =>
  statuses.map((status) => {
    const facts = ['name', 'ready', 'started', 'restartCount'].map((field) => String(at(status, field)));
    return [...facts, stateOf(at(status, 'state')), stateOf(at(status, 'lastState'))].join(' ');
  });

/** What the metadata and the spec of a pod tell of where it is and whether it goes. */
interface Bearings {
  readonly nodeName?: unknown;
  readonly deletionTimestamp?: unknown;
  readonly deletionGracePeriodSeconds?: unknown;
}

const bearings = ({ nodeName, deletionTimestamp, deletionGracePeriodSeconds }: Bearings): string =>
  [
    nodeName === undefined ? 'without a node' : 'on a node',
    ...(deletionTimestamp === undefined ? [] : [`to be gone in ${String(deletionGracePeriodSeconds)} s`]),
  ].join(', ');

/** One line an event: what happened, what kubectl shows, and everything that clients go by. */
function describeEvent(
  type: string,
  cells: readonly string[],
  conditions: readonly string[],
  where: Bearings,
  pod: unknown,
): string[] {
  return [
    [type, ...cells.slice(0, 2), (cells[2] ?? '').replace(/ \(.*/, '')].join(' '),
    bearings(where),
    textAt(pod, 'phase'),
    conditions.join(' '),
    ...containersOf([...listAt(pod, 'initContainerStatuses'), ...listAt(pod, 'containerStatuses')]),
  ];
}

const recorded = ({ watch }: RecordedLife): string[][] =>
  watch.map((event) => {
    const { READY, STATUS, RESTARTS } = event.kubectl;
    return describeEvent(event.type, [READY, STATUS, RESTARTS], event.conditions ?? [], event, event);
  });

const conditionsOf = (pod: unknown): string[] =>
  listAt(pod, 'status.conditions').map((condition) =>
    ['type', 'status', 'reason']
      .map((field) => textAt(condition, field))
      .filter((word) => word !== '')
      .join('/'),
  );

const lived = ({ pods, rows }: { pods: Watch; rows: Watch }): string[][] =>
  pods.events.map(({ type, object }, index) => {
    const cells = listAt(rows.events[index]?.object, 'rows.0.cells').slice(1, 4).map(String);
    const where = { ...Object(at(object, 'metadata')), nodeName: at(object, 'spec.nodeName') } as Bearings;
    return describeEvent(type, cells, conditionsOf(object), where, at(object, 'status'));
  });

/** What was told, without what differs from run to run and from cluster to cluster. */
const newsLine = ({ type, reason, message }: RecordedNews): string =>
  `${type} ${reason} ${message}`
    .replace(/ assigned \S+ to \S+/, ' assigned POD to NODE')
    .replace(/ in pod \S+/, ' in pod POD')
    .replace(/ on [\d.]+:53/, '')
    .replace(/\d+\/\d+ nodes/g, 'N nodes')
    .replace(/: \d+ (node|Preemption)/g, ': N $1');

interface Lived {
  readonly seen: string[][];
  readonly news: readonly string[];
}

/** Plays a life and keeps what was seen of it. */
async function live(cluster: Cluster, life: RecordedLife, name: string): Promise<Lived> {
  const path = '/api/v1/namespaces/default/pods';
  const watched = `${path}?watch=1&fieldSelector=metadata.name%3D${name}`;
  const [pods, rows, news] = await Promise.all([
    cluster.watch(watched),
    cluster.watch(watched, { accept: TABLE }),
    cluster.watch(`/api/v1/namespaces/default/events?watch=1&fieldSelector=involvedObject.name%3D${name}`),
  ]);
  const told = (): RecordedNews[] =>
    news.events.filter(({ type }) => type === 'ADDED').map(({ object }) => object as RecordedNews);
  const { nodeSelector, ...spec } = { nodeSelector: {}, ...life.podSpec };
  // The node of the recording had a label of its own.
  const selector = at(nodeSelector, 'type') === 'real' ? {} : { nodeSelector };
  const script = SCRIPTS[life.scenario];
  const annotations = { ...(script !== undefined && { 'sandbox.petset.dev/script': script }) };
  await cluster.post(path, { metadata: { name, annotations }, spec: { ...spec, ...selector } });
  const deleted = life.watch.findIndex((event) => event.deletionTimestamp !== undefined || event.type === 'DELETED');
  if (life.scenario.includes('deletion')) {
    await pods.until(() => pods.events.length >= deleted);
    await cluster.delete(`${path}/${name}`);
  }
  await Promise.all([pods, rows].map((watch) => watch.until(() => watch.events.length >= life.watch.length)));
  await news.until(() => told().length >= life.events.length);
  for (const watch of [pods, rows, news]) watch.close();
  return { seen: lived({ pods, rows }), news: told().slice(0, life.events.length).map(newsLine) };
}

describe('pods live as they did on a real kubelet', () => {
  let cluster: Cluster;
  const lives = new Map<string, Promise<Lived>>();

  beforeAll(async () => {
    cluster = await startCluster({
      clock: fastClock(SPEED),
      pace: { schedule: 5, createSandbox: 300, startContainer: 300, pullImage: 300, stopContainer: 900, retry: 11_000 },
    });
    // All of them at once: none waits for another.
    for (const [index, life] of RECORDED_LIVES.entries()) lives.set(life.scenario, live(cluster, life, `p-${index}`));
  });
  afterAll(() => cluster.stop());

  it.each(RECORDED_LIVES)('$scenario', async (life) => {
    const expected = recorded(life);
    const { seen = [], news = [] } = (await lives.get(life.scenario)) ?? {};
    expect(seen.slice(0, expected.length)).toEqual(expected);
    // Who tells something does not wait for others who do.
    expect(news.toSorted()).toEqual(life.events.map(newsLine).sort());
  });
});
