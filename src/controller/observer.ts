import type { Store } from '../cluster/store.js';
import { setsOfPod } from '../petset/concerns.js';
import { claimName, claimTemplateNames, petName, petOrdinal } from '../petset/identity.js';
import type { ConfigMap, PersistentVolumeClaim, Pod, Served } from '../petset/kubernetes.js';
import { differencesBetween, Ledger } from '../petset/ledger.js';
import { type ClaimUser, usersBesidesPets } from '../petset/mounts.js';
import { type ObservedClaim, observeClaim } from '../petset/observed-claim.js';
import type { ObservedPet, Viewpoint } from '../petset/observed-pet.js';
import type { ChangeOf } from './hub.js';
import { kindOfClaim, kindOfPet } from '../petset/kinds.js';
import { News } from './news.js';
import { observeRevisions, viewpointOfClaims } from './observe.js';
import type { Observed } from './observed.js';
import { PetReader } from './pet-reader.js';

/** Where the objects are of which some are those of a set. */
export interface Stores {
  readonly pods: Pick<Store<Pod>, 'list' | 'get'>;
  readonly claims: Pick<Store<PersistentVolumeClaim>, 'list' | 'get'>;
  readonly revisions: Pick<Store<ConfigMap>, 'list'>;
}

interface Seen extends Observed {
  readonly pods: Ledger<number, ObservedPet>;
  readonly claims: Ledger<string, ObservedClaim>;
}

const nothing = (): Seen => ({ pods: Ledger.of([], kindOfPet), claims: Ledger.of([], kindOfClaim), revisions: [] });

/**
 * Sees at every look what `observe` would see, but reads only what somebody has touched since the last one: of a large set
 * one pet changes at a time. What has not changed is the same object as before.
 */
export class Observer {
  private readonly stores: Stores;
  private readonly namespace: string;
  private readonly news = { pod: new News(), claim: new News(), revision: new News() };
  private seen = nothing();
  private reader = new PetReader();
  /** With which eyes all of it was seen. */
  private sight = '';
  private eyes: Pick<Viewpoint, 'set' | 'owner'> | undefined;
  /** The pods that are no pets, by name. */
  private readonly strangers = new Map<string, Served<Pod>>();
  private usedBy: ReadonlyMap<string, ClaimUser> = new Map();
  /** Ordinals of pets that change by time alone. */
  private readonly settling = new Set<number>();

  constructor(stores: Stores, namespace: string) {
    this.stores = stores;
    this.namespace = namespace;
  }

  /** Takes note that an object has changed. */
  note({ kind, name }: ChangeOf): void {
    if (kind === 'pod' || kind === 'claim' || kind === 'revision') this.news[kind].note(name);
  }

  look(viewpoint: Viewpoint): Observed {
    this.lookWith(viewpoint);
    const before = this.seen;
    const pods = this.podsSeen(viewpoint);
    this.seen = { ...before, pods };
    const claims = this.claimsSeen(viewpoint, before.pods);
    const revisions = this.revisionsSeen(viewpoint);
    const isSame = pods === before.pods && claims === before.claims && revisions === before.revisions;
    this.seen = isSame ? before : { pods, claims, revisions };
    return this.seen;
  }

  /** With other eyes all of it looks different. A record that is written anew need not say anything else about that. */
  private lookWith({ set, owner }: Viewpoint): void {
    if (this.eyes?.set === set && this.eyes.owner === owner) return;
    this.eyes = { set, owner };
    const { selector, minReadySeconds } = set.spec;
    const sight = JSON.stringify([set.metadata.name, selector, minReadySeconds, claimTemplateNames(set), owner]);
    if (sight === this.sight) return;
    this.sight = sight;
    this.seen = nothing();
    this.reader = new PetReader();
    this.strangers.clear();
    this.usedBy = new Map();
    this.settling.clear();
    for (const news of Object.values(this.news)) news.note(undefined);
  }

  private podsSeen(viewpoint: Viewpoint): Seen['pods'] {
    const setName = viewpoint.set.metadata.name;
    const { pods: known } = this.seen;
    const all = (): readonly string[] => [
      ...this.stores.pods.list().map(({ metadata }) => metadata.name),
      ...[...known.values()].map(({ name }) => name),
      ...this.strangers.keys(),
    ];
    const names = new Set(this.news.pod.take(all));
    for (const ordinal of this.settling) names.add(petName(setName, ordinal));
    const changes: (readonly [number, ObservedPet | undefined])[] = [];
    for (const name of names) {
      const pod = this.stores.pods.get(this.namespace, name);
      const ordinal = petOrdinal(setName, name);
      if (ordinal === undefined) this.meet(name, pod, setName);
      else {
        const pet = pod && this.reader.read(pod, ordinal, viewpoint);
        if (pet?.state === 'settling') this.settling.add(ordinal);
        else this.settling.delete(ordinal);
        if (pet !== known.get(ordinal)) changes.push([ordinal, pet]);
      }
    }
    return changes.length === 0 ? known : known.with(changes);
  }

  /** A pod that is no pet may use the claims of one. */
  private meet(name: string, pod: Served<Pod> | undefined, setName: string): void {
    if (pod !== undefined && setsOfPod(pod).includes(setName)) this.strangers.set(name, pod);
    else this.strangers.delete(name);
    this.haveStrangersChanged = true;
  }

  private haveStrangersChanged = false;

  private claimsSeen(viewpoint: Viewpoint, petsBefore: Seen['pods']): Seen['claims'] {
    const { pods, claims: known } = this.seen;
    const all = (): readonly string[] => [
      ...this.stores.claims.list().map(({ metadata }) => metadata.name),
      ...[...known.values()].map(({ name }) => name),
    ];
    const names = new Set(this.news.claim.take(all));
    for (const name of this.claimsUsedOtherwise(viewpoint)) names.add(name);
    for (const name of this.claimsOfOthers(viewpoint, petsBefore)) names.add(name);
    if (names.size === 0) return known;
    const eyes = viewpointOfClaims(viewpoint, pods, this.usedBy);
    const changes: (readonly [string, ObservedClaim | undefined])[] = [];
    for (const name of names) {
      const claim = this.stores.claims.get(this.namespace, name);
      const seen = claim && observeClaim(claim, eyes);
      if (seen !== undefined || known.has(name)) changes.push([name, seen]);
    }
    return changes.length === 0 ? known : known.with(changes);
  }

  /** The names of claims which a pod that is no pet uses by now, or does not use any more. */
  private claimsUsedOtherwise({ set }: Viewpoint): readonly string[] {
    if (!this.haveStrangersChanged) return [];
    this.haveStrangersChanged = false;
    const before = this.usedBy;
    this.usedBy = usersBesidesPets(set.metadata.name, this.strangers.values());
    return [...before.keys(), ...this.usedBy.keys()];
  }

  /** The names of the claims of ordinals where another pod is by now, or none: they may have gone with it. */
  private claimsOfOthers({ set }: Viewpoint, before: Seen['pods']): readonly string[] {
    const others = differencesBetween(before, this.seen.pods).filter(
      (change) => change.before?.uid !== change.after?.uid,
    );
    return others.flatMap((change) => {
      const ordinal = change.after?.ordinal ?? change.before?.ordinal ?? 0;
      const names = claimTemplateNames(set).map((template) => claimName(template, set.metadata.name, ordinal));
      return names.filter(
        (name) => this.stores.claims.get(this.namespace, name)?.metadata.ownerReferences !== undefined,
      );
    });
  }

  private revisionsSeen({ set, owner }: Viewpoint): Observed['revisions'] {
    const hasChanged = this.news.revision.take(() => ['']).length > 0;
    if (!hasChanged) return this.seen.revisions;
    return observeRevisions(set.metadata.name, owner, this.stores.revisions.list());
  }
}
