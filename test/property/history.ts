import fc from 'fast-check';
import { claimName, petName } from '../../src/petset/identity.js';
import type { RolloutWish } from '../../src/petset/rollout.js';
import type { World, WorldPod } from './world.js';
import { collectClaims, resize } from './world-claims.js';

/** Something that happens in a cluster, not by our hand; what makes no sense at that moment does not happen. */
class Happening {
  readonly told: string;
  readonly happen: (world: World) => void;

  constructor(told: string, happen: (world: World) => void) {
    this.told = told;
    this.happen = happen;
  }

  /** How fast-check prints a history that breaks a promise. */
  [fc.toStringMethod](): string {
    return this.told;
  }
}

const withPod =
  (change: (pod: NonNullable<ReturnType<World['pods']['get']>>, world: World) => void) =>
  (ordinal: number) =>
  (world: World): void => {
    const pod = world.pods.get(ordinal);
    if (pod) change(pod, world);
  };

type Kind = readonly [
  told: (pet: string, ordinal: number) => string,
  happen: (ordinal: number) => (world: World) => void,
];

/** Everything that can happen to one ordinal. */
const TO_A_PET: readonly Kind[] = [
  [
    (pet) => `${pet} gets on with starting`,
    withPod((pod, world) => {
      if (pod.phase === 'Pending') pod.phase = 'Running';
      else getReady(pod, world);
    }),
  ],
  [
    (pet) => `--verify lets ${pet} pass`,
    withPod((pod) => {
      pod.verified = true;
    }),
  ],
  [
    (pet) => `${pet} fails its readiness probe`,
    withPod((pod) => {
      [pod.ready, pod.settled] = [false, false];
    }),
  ],
  [
    (pet) => `kubectl label pod ${pet} app-`,
    withPod((pod) => {
      pod.labelled = false;
    }),
  ],
  [
    (pet) => `kubectl label pod ${pet} app=nginx`,
    withPod((pod) => {
      pod.labelled = true;
    }),
  ],
  [
    (pet) => `${pet} is evicted by its node`,
    withPod((pod) => {
      if (!pod.terminating) Object.assign(pod, { phase: 'Failed', ready: false });
    }),
  ],
  [
    (pet) => `kubectl delete pod ${pet}`,
    withPod((pod) => {
      pod.terminating = true;
    }),
  ],
  [
    (pet) => `${pet} has terminated`,
    (ordinal) => (world) => {
      const pod = world.pods.get(ordinal);
      if (pod?.terminating || pod?.ownership === 'leftover') world.pods.delete(ordinal);
    },
  ],
  [
    (pet) => `kubectl annotate pod ${pet} initialized=false`,
    withPod((pod) => {
      pod.initialized = false;
    }),
  ],
  [
    (pet) => `kubectl annotate pod ${pet} initialized=true`,
    withPod((pod) => {
      pod.initialized = true;
    }),
  ],
  [
    (_pet, ordinal) => `kubectl delete pvc ${claimName('www', 'web', ordinal)}`,
    (ordinal) => (world) => {
      const name = claimName('www', 'web', ordinal);
      const found = world.claims.get(name);
      if (found && world.pods.has(ordinal)) found.terminating = true;
      else world.claims.delete(name);
    },
  ],
  [
    (_pet, ordinal) => `somebody makes ${claimName('www', 'web', ordinal)} by hand`,
    (ordinal) => (world) => appearClaim(world, ordinal, { labelledFor: undefined, owner: undefined }),
  ],
  [
    (_pet, ordinal) => `another set makes ${claimName('www', 'web', ordinal)}`,
    (ordinal) => (world) => appearClaim(world, ordinal, { labelledFor: 'other', owner: undefined }),
  ],
  [
    (_pet, ordinal) => `a StatefulSet makes ${claimName('www', 'web', ordinal)}, and deletes it with itself`,
    (ordinal) => (world) => appearClaim(world, ordinal, { labelledFor: undefined, owner: 'StatefulSet/web' }),
  ],
  [
    (_pet, ordinal) => `somebody mounts ${claimName('www', 'web', ordinal)} in a pod of another name`,
    (ordinal) => (world) => void world.mounted.add(claimName('www', 'web', ordinal)),
  ],
  [
    (_pet, ordinal) => `the pod of another name that mounts ${claimName('www', 'web', ordinal)} is deleted`,
    (ordinal) => (world) => void world.leaving.add(claimName('www', 'web', ordinal)),
  ],
  [(pet) => `somebody else’s pod ${pet} appears`, (ordinal) => (world) => appear(world, ordinal, 'foreign')],
  [(pet) => `an orphaned pod ${pet} appears`, (ordinal) => (world) => appear(world, ordinal, 'orphan')],
  [(pet) => `a pod ${pet} of a former record appears`, (ordinal) => (world) => appear(world, ordinal, 'leftover')],
];

function appear(world: World, ordinal: number, ownership: 'foreign' | 'orphan' | 'leftover'): void {
  if (world.pods.has(ordinal)) return;
  const uid = world.newUid();
  const running = { phase: 'Running', ready: true, settled: true, terminating: false, restarting: false } as const;
  const fine = { initialized: true, labelled: true, verified: true };
  world.pods.set(ordinal, { uid, ownership, revision: undefined, ...running, ...fine });
}

function appearClaim(
  world: World,
  ordinal: number,
  whose: { labelledFor: string | undefined; owner: string | undefined },
): void {
  const name = claimName('www', 'web', ordinal);
  const fresh = { uid: world.newUid(), terminating: false, goesWith: [], ahead: false, requested: 1, capacity: 1 };
  if (!world.claims.has(name)) world.claims.set(name, { ...fresh, ...whose });
}

const toAPet = fc
  .tuple(fc.constantFrom(...TO_A_PET), fc.nat({ max: 6 }))
  .map(([[told, happen], ordinal]) => new Happening(told(petName('web', ordinal), ordinal), happen(ordinal)));

const scaling = fc.nat({ max: 5 }).map(
  (replicas) =>
    new Happening(`kubectl petset scale web --replicas=${replicas}`, (world) => {
      world.replicas = replicas;
    }),
);

const reserved = fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 3 });

const reserving = reserved.map(
  (reserve) =>
    new Happening(`kubectl petset scale web --reserve=${reserve.join(',')}`, (world) => {
      world.reserve = reserve;
    }),
);

const template = fc.integer({ min: 1, max: 4 }).map((number) => `rev${number}`);

const wish: fc.Arbitrary<RolloutWish> = fc.record({
  order: fc.constantFrom<RolloutWish['order'][]>('descending', 'ascending', [1, 0]),
  partition: fc.constantFrom(0, 0, 0, 1, 3),
  maxUnavailable: fc.constantFrom(1, 1, 2, '50%'),
  step: fc.constantFrom(false, false, true),
  inPlace: fc.boolean(),
  ignoreBudgets: fc.boolean(),
});

const upgrading = fc
  .tuple(template, wish)
  .map(
    ([to, how]) =>
      new Happening(`kubectl petset upgrade web to ${to} ${JSON.stringify(how)}`, (world) => world.change(to, how)),
  );

const applying = template.map(
  (to) => new Happening(`kubectl petset apply with ${to}`, (world) => world.change(to, undefined)),
);

const breaking = template.map(
  (which) => new Happening(`the image of ${which} cannot be pulled any more`, (world) => void world.broken.add(which)),
);

const retaining = fc
  .record({
    whenScaled: fc.constantFrom('Retain', 'Delete'),
    whenDeleted: fc.constantFrom('Retain', 'Delete'),
  } as const)
  .map(
    (retention) =>
      new Happening(`kubectl petset apply, with ${JSON.stringify(retention)}`, (world) => world.retain(retention)),
  );

const growing = fc.integer({ min: 1, max: 4 }).map(
  (size) =>
    new Happening(`kubectl petset upgrade web --storage www=${size}Gi`, (world) => {
      world.size = Math.max(world.size, size);
    }),
);

const collecting = fc.constant(new Happening('the garbage collector gets on with claims', collectClaims));

const ending = fc.constantFrom(
  ...(
    [
      ['clean web', 'clean'],
      ['delete web', 'delete'],
      ['delete web --cascade=orphan', 'orphan'],
    ] as const
  ).map(
    ([words, teardown]) =>
      new Happening(`kubectl petset ${words}`, (world) => {
        world.teardown = teardown;
      }),
  ),
);

const braking = fc.boolean().map(
  (paused) =>
    new Happening(`kubectl annotate configmap petset-web initialized=${!paused}`, (world) => {
      world.paused = paused;
    }),
);

const replacing = fc
  .tuple(fc.nat({ max: 4 }), fc.record({ newClaims: fc.boolean(), force: fc.boolean() }))
  .map(
    ([ordinal, how]) =>
      new Happening(`kubectl petset replace web ${ordinal} ${JSON.stringify(how)}`, (world) =>
        world.wish(ordinal, how),
      ),
  );

const deletion = fc
  .boolean()
  .map(
    (orphaning) =>
      new Happening(`kubectl delete the record${orphaning ? ' --cascade=orphan' : ''}`, (world) =>
        world.deleteRecord(orphaning),
      ),
  );

const editing = template.map((to) => new Happening(`kubectl edit petset web to ${to}`, (world) => world.edit(to)));

const collectingRecord = fc.constant(
  new Happening('the garbage collector gets on with the record', (world) => world.collect()),
);

/** The kubelet does what it should, everywhere. */
const goodTimes = fc.constant(new Happening('the kubelet gets on with everything', kubelet));

export function kubelet(world: World): void {
  runPods(world);
  resize(world);
  collectClaims(world);
  world.collect();
  for (const name of world.leaving) world.mounted.delete(name);
  world.leaving.clear();
  for (const [name, { terminating }] of world.claims) {
    const ordinal = Number(name.split('-').at(-1));
    if (terminating && !world.pods.has(ordinal) && !world.mounted.has(name)) world.claims.delete(name);
  }
}

function getReady(pod: WorldPod, world: World): void {
  if (pod.phase !== 'Running') return;
  if (pod.restarting) Object.assign(pod, { restarting: false, ready: false, settled: false });
  else if (!world.broken.has(pod.revision ?? ''))
    [pod.ready, pod.settled, pod.verified] = [true, pod.ready, pod.settled || pod.verified];
}

function runPods(world: World): void {
  for (const [ordinal, pod] of world.pods) {
    if (pod.terminating || pod.ownership === 'leftover') world.pods.delete(ordinal);
    else if (pod.phase === 'Pending') pod.phase = 'Running';
    else getReady(pod, world);
  }
}

/** Good times are common, so that histories get somewhere; the end of a set is rare. */
export const happening = fc.oneof(
  { weight: 10, arbitrary: toAPet },
  { weight: 8, arbitrary: goodTimes },
  { weight: 3, arbitrary: scaling },
  { weight: 2, arbitrary: reserving },
  { weight: 1, arbitrary: retaining },
  { weight: 1, arbitrary: growing },
  { weight: 1, arbitrary: collecting },
  { weight: 3, arbitrary: upgrading },
  { weight: 1, arbitrary: applying },
  { weight: 1, arbitrary: breaking },
  { weight: 2, arbitrary: ending },
  { weight: 2, arbitrary: braking },
  { weight: 2, arbitrary: replacing },
  { weight: 1, arbitrary: deletion },
  { weight: 3, arbitrary: editing },
  { weight: 1, arbitrary: collectingRecord },
);

export const history = fc.array(happening, { maxLength: 40, size: 'max' });

export const worldOptions = fc.record({
  policy: fc.constantFrom('OrderedReady', 'Parallel'),
  start: fc.constantFrom(0, 0, 2),
  reserve: fc.oneof(fc.constant([]), reserved),
  pausesAfterEachPet: fc.constantFrom(false, false, true),
  strategy: fc.constantFrom('OnDelete', 'OnDelete', 'RollingUpdate'),
  verifies: fc.constantFrom(false, true),
  custom: fc.boolean(),
  minReadySeconds: fc.constantFrom(0, 10),
  pace: fc.record({ concurrency: fc.constantFrom(1, 2, 20), claimsAhead: fc.constantFrom(0, 1, 1, 2) }),
  /** Which of the steps that are under way is carried out first, each time. */
  order: fc.array(fc.nat({ max: 19 }), { minLength: 1, maxLength: 6 }),
} as const);

export function live(world: World, happenings: readonly Happening[]): void {
  for (const { told, happen } of happenings) {
    if (!world.recordExists) return;
    world.diary.push(told);
    happen(world);
    world.reconcile();
  }
}
