// The floor of what is done to sets: one write, and a wait for the one event that says it is done.
import { Api } from '../cluster/api.js';
import { isReady, Watched } from '../cluster/watched.js';
import type { Place } from '../pets/hand.js';
import type { Life, Operation } from '../pets/life.js';
import { claim, claimName, pod, podName } from '../pets/manifests.js';
import type { Measured } from '../pets/measured.js';

/** As many pets of a Parallel set are worked on at once, as by us. */
const CONCURRENCY = 20;

const [operation, life, place] = process.argv.slice(2).map((word) => JSON.parse(word) as unknown) as [
  Operation,
  Life,
  Place,
];
const core = `/api/v1/namespaces/${place.namespace}`;
const api = await Api.of(place.kubeconfig);
const pods = await Watched.of(api, `${core}/pods`);
const claims = await Watched.of(api, `${core}/persistentvolumeclaims`);

async function make(ordinal: number, withClaim: boolean): Promise<void> {
  const name = podName(ordinal);
  if (withClaim) await api.send('POST', `${core}/persistentvolumeclaims`, claim(ordinal, place));
  const ready = pods.event(({ object }) => object.metadata.name === name && isReady(object));
  await Promise.all([ready, api.send('POST', `${core}/pods`, pod(ordinal, life, place))]);
}

async function remove(ordinal: number): Promise<void> {
  const name = podName(ordinal);
  const gone = pods.event(({ type, object }) => type === 'DELETED' && object.metadata.name === name);
  await Promise.all([gone, api.send('DELETE', `${core}/pods/${name}`)]);
}

const ordinals = Array.from({ length: life.pets }, (_, ordinal) => ordinal);

/** One after the other, or as many at once as there may be. */
async function each(order: readonly number[], act: (ordinal: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < order.length; at = next++) await act(order[at] ?? 0);
  };
  await Promise.all(Array.from({ length: life.isParallel ? CONCURRENCY : 1 }, worker));
}

const down = (): Promise<void> => each(ordinals.toReversed(), remove);

const WORK: Readonly<Record<Operation, () => Promise<void>>> = {
  create: () => each(ordinals, (ordinal) => make(ordinal, life.withClaims)),
  up: () => each(ordinals, (ordinal) => make(ordinal, false)),
  down,
  upgrade: () =>
    each(ordinals.toReversed(), async (ordinal) => {
      await remove(ordinal);
      await make(ordinal, false);
    }),
  clean: async () => {
    await down();
    await each(ordinals, async (ordinal) => {
      const name = claimName(ordinal);
      const gone = claims.event(({ type, object }) => type === 'DELETED' && object.metadata.name === name);
      await Promise.all([gone, api.send('DELETE', `${core}/persistentvolumeclaims/${name}`)]);
    });
  },
};

const [startedAt, before] = [performance.now(), process.cpuUsage()];
await WORK[operation]();
const { user, system } = process.cpuUsage(before);
const measured: Measured = { time: performance.now() - startedAt, cpu: (user + system) / 1000 };
process.send?.(measured, () => process.exit());
