import { orFail } from '../../cluster/api-error.js';
import { Client } from '../../cluster/client.js';
import { connect } from '../../cluster/connection.js';
import type { LeapingClock } from '../../cluster/leaping-clock.js';
import { RECORD_RESOURCES, type Resource, RESOURCES, trusted } from '../../cluster/resource.js';
import { everyPage } from '../../cluster/every-page.js';
import { established, installation } from '../../controller/custom-definition.js';
import type { KubeObject, PersistentVolumeClaim, Pod, Served } from '../../petset/kubernetes.js';
import { hasCondition } from '../../petset/pod-status.js';
import { type Cast, isAiling, slowest } from './cast.js';
import {
  claimCopy,
  classCopy,
  podCopy,
  recordCopy,
  revisionCopy,
  serviceCopy,
  usualClass,
  volumeCopy,
} from './copy.js';
import { classNames, type Original } from './original.js';

const cluster = { version: 'v1', namespaced: false, read: trusted<KubeObject> };
const NAMESPACES: Resource = { ...cluster, group: '', plural: 'namespaces', kind: 'Namespace' };
const CLASSES: Resource = { ...cluster, group: 'storage.k8s.io', plural: 'storageclasses', kind: 'StorageClass' };
const DEFINITIONS: Resource = {
  ...cluster,
  group: 'apiextensions.k8s.io',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
};

/** Requests that are under way at once. */
const AT_ONCE = 32;
/** Milliseconds in which what is wrong with a pod shows. */
const UNTIL_ILL = 30_000;
/** Milliseconds that pets are waited for beyond what the slowest has ever taken. */
const LENIENCE = 10 * 60_000;
/** No longer than that are pets ready before the rehearsal begins, however long they have to be. */
const LONGEST_SETTLING = 60 * 60;
const LOOK_EVERY = 1_000;

/** What the copy is made in. */
export interface StageWorld {
  readonly url: string;
  readonly token: string;
  readonly clock: LeapingClock;
  readonly provisioner: string;
}

/** What there was before the rehearsal began. */
export interface Opening {
  readonly pods: readonly Served<Pod>[];
  readonly claims: readonly Served<PersistentVolumeClaim>[];
  /** Pets that did not come up as they are in their own cluster. */
  readonly missing: readonly string[];
}

/** An embedded cluster, and how a copy of a set gets into it. */
export class RehearsalStage {
  readonly client: Client;
  private readonly original: Original;
  private readonly cast: Cast;
  private readonly world: StageWorld;
  private readonly now: number;
  private readonly uids = new Map<string, string>();

  /** `now` is the time in the cluster of the original. */
  constructor(original: Original, cast: Cast, world: StageWorld & { readonly now: number }) {
    this.original = original;
    this.cast = cast;
    this.world = world;
    this.now = world.now;
    const connection = connect({ server: world.url, token: world.token }, { env: {}, clock: world.clock });
    this.client = new Client(connection, { clock: world.clock, onWarning: () => undefined });
  }

  close(): void {
    this.client.connection.close();
  }

  /** Puts all of it there, and waits until it is as it is in its own cluster. Throws a `Failure` where that cannot be. */
  async setUp(): Promise<Opening> {
    const { pods, record } = this.original;
    await this.putWhatIsAround();
    await this.putClaims();
    const ailing = pods.filter((pod) => isAiling(pod, this.cast));
    const underWay = pods.filter((pod) => !isDone(pod) && !ailing.includes(pod));
    const settled = pods.filter((pod) => !underWay.includes(pod));
    await this.putPods(settled);
    const missing = await this.waitFor(
      settled.filter((pod) => !ailing.includes(pod) && !isOver(pod)),
      ailing.length > 0,
    );
    await this.putPods(underWay);
    await this.giveClaimsToPets();
    await this.deleteWhatIsGoing();
    const { namespace } = record.ref;
    const there = await this.there(namespace);
    return { ...there, missing };
  }

  /** The pods and claims that there are now. */
  async there(namespace: string): Promise<Pick<Opening, 'pods' | 'claims'>> {
    const [pods, claims] = await Promise.all([
      everyPage(this.client, RESOURCES.pods, namespace),
      everyPage(this.client, RESOURCES.claims, namespace),
    ]);
    return { pods: orFail(pods).items, claims: orFail(claims).items };
  }

  /** The namespace, the record, its revisions, the service and the storage classes. */
  private async putWhatIsAround(): Promise<void> {
    const { client, original, uids, world } = this;
    const { record, service, claims } = original;
    const { namespace } = record.ref;
    await this.put(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await this.dropClasses();
    for (const name of classNames(record, claims)) {
      await this.put(CLASSES, classCopy(name, original, world.provisioner));
    }
    if (record.form === 'custom') await this.install();
    const stored = orFail(await client.create(RECORD_RESOURCES[record.form], recordCopy(original)));
    uids.set(record.stored.metadata.uid, stored.metadata.uid);
    const { status } = record.stored;
    if (status !== undefined) {
      const named = { namespace, name: stored.metadata.name };
      orFail(await client.patch(RECORD_RESOURCES.custom, named, 'merge', { status }, { subresource: 'status' }));
    }
    await each(original.revisions, async (each) => {
      orFail(await client.create(RESOURCES.configMaps, revisionCopy(each, uids)));
    });
    if (service !== undefined) orFail(await client.create(RESOURCES.services, serviceCopy(service)));
  }

  /** A sandbox has classes of its own, and a default one; they stay where it is not known what the default is. */
  private async dropClasses(): Promise<void> {
    const { record, claims } = this.original;
    if (usualClass(record.set, claims) === undefined) return;
    const { items } = orFail(await everyPage(this.client, CLASSES, undefined));
    await each(items, async ({ metadata: { name } }) => {
      orFail(await this.client.delete(CLASSES, { namespace: '', name }));
    });
  }

  private async install(): Promise<void> {
    const definition = installation().find(({ kind }) => kind === DEFINITIONS.kind);
    if (definition !== undefined) orFail(await this.client.create(DEFINITIONS, definition));
    await established(this.client, this.world.clock);
  }

  /** What is there already is as good. */
  private async put(resource: Resource, object: KubeObject): Promise<void> {
    const answer = await this.client.create(resource, object);
    const isThere = !answer.ok && answer.error.from === 'server' && answer.error.reason === 'AlreadyExists';
    if (!isThere) orFail(answer);
  }

  private async putClaims(): Promise<void> {
    const { client, original, uids, world } = this;
    await each(original.claims, async (claim) => {
      const volume = volumeCopy(claim, original.policies, world.provisioner);
      if (volume !== undefined) orFail(await client.create<KubeObject>(RESOURCES.volumes, volume));
      const { metadata, spec, ...type } = claimCopy(claim, uids);
      const ownerReferences = metadata.ownerReferences?.filter(({ kind }) => kind !== 'Pod') ?? [];
      const unowned = { ...type, metadata: { ...metadata, ownerReferences }, spec };
      const stored = orFail(await client.create(RESOURCES.claims, unowned));
      uids.set(claim.metadata.uid, stored.metadata.uid);
    });
  }

  private async putPods(pods: readonly Served<Pod>[]): Promise<void> {
    const { client, uids, now } = this;
    const { scriptAnnotation } = this.cast;
    await each(pods, async (pod) => {
      const stored = orFail(await client.create(RESOURCES.pods, podCopy(pod, uids, { now, scriptAnnotation })));
      uids.set(pod.metadata.uid, stored.metadata.uid);
      if (!isOver(pod)) return;
      const { phase, reason, message } = pod.status ?? {};
      const { namespace = '', name } = pod.metadata;
      const status = { phase, reason, message };
      orFail(await client.patch(RESOURCES.pods, { namespace, name }, 'merge', { status }, { subresource: 'status' }));
    });
  }

  /** Waits until pets are ready, and have been for long enough. Answers with those that are not. */
  private async waitFor(pods: readonly Served<Pod>[], isSomebodyIll: boolean): Promise<readonly string[]> {
    const { clock } = this.world;
    const { ref, set } = this.original.record;
    const begin = clock.now();
    const wanted = new Set(pods.map(({ metadata }) => metadata.name));
    const bound = new Set(this.original.claims.filter(isBound).map(({ metadata }) => metadata.name));
    for (;;) {
      const there = await this.there(ref.namespace);
      for (const pod of there.pods) if (hasCondition(pod, 'Ready')) wanted.delete(pod.metadata.name);
      for (const claim of there.claims) if (isBound(claim)) bound.delete(claim.metadata.name);
      const isLate = clock.now() - begin > slowest(this.cast) + LENIENCE;
      if ((wanted.size === 0 && bound.size === 0) || isLate) break;
      await clock.sleep(LOOK_EVERY);
    }
    const settling = Math.min(set.spec.minReadySeconds, LONGEST_SETTLING) * 1_000;
    await clock.sleep(Math.max(settling, isSomebodyIll ? UNTIL_ILL : 0));
    return [...wanted];
  }

  /** References to pets have to wait for the pets. */
  private async giveClaimsToPets(): Promise<void> {
    const { client, original, uids } = this;
    const owned = original.claims.filter(({ metadata }) =>
      metadata.ownerReferences?.some(({ kind }) => kind === 'Pod'),
    );
    await each(owned, async (claim) => {
      const { namespace = '', name } = claim.metadata;
      const { ownerReferences } = claimCopy(claim, uids).metadata;
      orFail(await client.patch(RESOURCES.claims, { namespace, name }, 'merge', { metadata: { ownerReferences } }));
    });
  }

  private async deleteWhatIsGoing(): Promise<void> {
    const { client, original, now } = this;
    const { record, pods, claims } = original;
    const isGoing = ({ metadata }: KubeObject): boolean => metadata.deletionTimestamp !== undefined;
    await each(pods.filter(isGoing), async ({ metadata: { namespace = '', name, deletionTimestamp = '' } }) => {
      const gracePeriodSeconds = Math.max(1, Math.ceil((Date.parse(deletionTimestamp) - now) / 1_000));
      orFail(await client.delete(RESOURCES.pods, { namespace, name }, { gracePeriodSeconds }));
    });
    await each(claims.filter(isGoing), async ({ metadata: { namespace = '', name } }) => {
      orFail(await client.delete(RESOURCES.claims, { namespace, name }));
    });
    if (!isGoing(record.stored)) return;
    const { namespace = '', name } = record.stored.metadata;
    orFail(await client.delete(RECORD_RESOURCES[record.form], { namespace, name }));
  }
}

/** Nothing is under way with it: it is ready, over, or going. */
function isDone(pod: Pod): boolean {
  return hasCondition(pod, 'Ready') || isOver(pod) || pod.metadata.deletionTimestamp !== undefined;
}

function isOver({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}

function isBound({ status }: PersistentVolumeClaim): boolean {
  return status?.phase === 'Bound';
}

/** Does something with all of them, several at once. Throws what the first one throws. */
async function each<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let begin = 0; begin < all.length; begin += AT_ONCE) {
    await Promise.all(all.slice(begin, begin + AT_ONCE).map(act));
  }
}
