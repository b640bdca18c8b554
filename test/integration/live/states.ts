import type { ProgressEvent, Standing } from '../../../src/controller/progress.js';
import type { ObservedPet } from '../../../src/petset/observed-pet.js';
import type { Crowd } from '../../../src/render/crowd.js';
import type { Renderer } from '../../../src/render/renderer.js';
import { claim, desired, observed, pet, revision, upgrading } from '../../fixtures/sets.js';
import { standing, webStanding } from '../../fixtures/standing.js';

/** When all states are looked at: pets whose time of creation is 0 are 600 s old. */
export const NOW = 600_000;

/** A state in which a set can be looked at. */
export interface State {
  readonly crowd?: Crowd;
  readonly keeps?: boolean;
  /** Milliseconds that it lets pass. */
  readonly lasts?: number;
  readonly play: (renderer: Renderer, pass: (ms: number) => Promise<void>) => Promise<void> | void;
}

const web = { namespace: 'default', name: 'web' };
const elsewhere = { namespace: 'shop', name: 'web' };

const stands = (standing: Standing, set = web): ProgressEvent => ({ type: 'standing', standing, set });

const starting = (ordinal: number, status: string, more: Partial<ObservedPet> = {}): ObservedPet =>
  pet(ordinal, { state: 'starting', cells: { ready: '0/1', status, restarts: 0 }, createdAt: NOW - 4_000, ...more });

const ending = (ordinal: number, left: number, more: Partial<ObservedPet> = {}): ObservedPet =>
  pet(ordinal, {
    state: 'terminating',
    cells: { ready: '1/1', status: 'Terminating', restarts: 0 },
    killedAt: NOW + left,
    graceSeconds: 30,
    ...more,
  });

const pets = (from: number, to: number, more: Partial<ObservedPet> = {}): ObservedPet[] =>
  Array.from({ length: to - from }, (_, index) => pet(from + index, more));

const claims = (count: number): ReturnType<typeof claim>[] =>
  Array.from({ length: count }, (_, ordinal) => claim(`www-web-${ordinal}`));

const revisions = [revision('rev1'), revision('rev2')];

/** An upgrade of five pets that has come to web-2. */
const halfWay = (third: ObservedPet, replicas = 5): Standing =>
  standing(
    upgrading({}, { replicas }),
    observed([...pets(0, 2), third, ...pets(3, replicas, { revision: 'rev2', createdAt: NOW - 60_000 })], {
      revisions,
    }),
  );

const crashing = starting(2, 'CrashLoopBackOff', {
  revision: 'rev2',
  cells: { ready: '0/1', status: 'CrashLoopBackOff', restarts: 3, restartedAt: NOW - 5_000 },
});

const CRASHES = {
  overdue: true,
  diagnosis: {
    cause: 'CrashLoopBackOff',
    short: 'crash loop',
    message:
      'container nginx keeps ending, 3 restarts so far (last with exit code 1): cannot open /data: permission denied',
    next: { words: ['logs', 'web-2', '-c', 'nginx', '--previous'], namespace: 'shop' },
  },
};

export const STATES: Readonly<Record<string, State>> = {
  creating: {
    play: (renderer) => {
      renderer.result('petset/web', 'created');
      const waiting = claim('www-web-1', { phase: 'Pending', volume: undefined, capacity: undefined });
      renderer.event(
        stands(webStanding(3, [pet(0), starting(1, 'Pending', { node: undefined })], [...claims(1), waiting])),
      );
    },
  },
  'scaling-up': {
    play: (renderer) => renderer.event(stands(webStanding(6, [...pets(0, 3), starting(3, 'ContainerCreating')]))),
  },
  'scaling-down': {
    lasts: 18_000,
    play: async (renderer, pass) => {
      renderer.event(stands(webStanding(2, pets(0, 5))));
      await pass(18_000);
      renderer.event(stands(webStanding(2, [...pets(0, 4), ending(4, 30_000)])));
    },
  },
  upgrade: { play: (renderer) => renderer.event(stands(halfWay(ending(2, 12_000)))) },
  broken: {
    play: (renderer) => {
      const set = upgrading({}, { replicas: 5 });
      const there = observed([...pets(0, 2), crashing, ...pets(3, 5, { revision: 'rev2' })], { revisions });
      renderer.event(stands(standing(set, there, CRASHES), elsewhere));
    },
  },
  paused: {
    play: (renderer) =>
      renderer.event(stands(webStanding(5, [pet(0), pet(1, { initialized: false }), pet(2)]), elsewhere)),
  },
  cleaning: {
    play: (renderer) => {
      const set = desired({ replicas: 3 }, { teardown: 'clean' });
      renderer.event(stands(standing(set, observed([...pets(0, 2), ending(2, 3_000)], { claims: claims(3) }))));
    },
  },
  'cleaning-claims': {
    lasts: 4_000,
    play: async (renderer, pass) => {
      const set = desired({ replicas: 3 }, { teardown: 'clean' });
      renderer.event(stands(standing(set, observed(pets(0, 3), { claims: claims(3) }))));
      await pass(4_000);
      const [first, second, third] = ['www-web-0', 'www-web-1', 'www-web-2'] as const;
      const going = [claim(first), claim(second), claim(third, { terminating: true })];
      renderer.event(stands(standing(set, observed([], { claims: going }))));
    },
  },
  following: {
    play: (renderer) => {
      renderer.event(stands(webStanding(3, [...pets(0, 2), starting(2, 'ContainerCreating')])));
      renderer.event({ type: 'following', holder: 'ana@laptop:4711', heldFor: 42_000, set: web });
    },
  },
  thousand: {
    play: (renderer) => {
      const set = upgrading({}, { replicas: 1_000 });
      const there = [...pets(0, 412), ending(412, 9_000), ...pets(413, 1_000, { revision: 'rev2' })];
      renderer.event(stands(standing(set, observed(there, { revisions }))));
    },
  },
  'thousand-broken': {
    play: (renderer) => {
      const broken = [17, 230, 840].map((ordinal) => starting(ordinal, 'ImagePullBackOff'));
      const there = pets(0, 900).map((each) => broken.find(({ ordinal }) => ordinal === each.ordinal) ?? each);
      renderer.event(stands(webStanding(1_000, there)));
    },
  },
  'many-sets': {
    crowd: 'of-sets',
    keeps: true,
    play: (renderer) => {
      for (const name of ['cache', 'db', 'queue', 'web']) {
        const isBusy = name === 'db' || name === 'web';
        const third = isBusy ? starting(2, 'ContainerCreating') : pet(2);
        renderer.event(stands(webStanding(3, [...pets(0, 2), third]), { namespace: 'default', name }));
      }
    },
  },
  'long-names': {
    play: (renderer) => {
      const node = 'ip-10-11-12-13.eu-central-1.compute.internal.example.com';
      const strange = starting(1, 'CreateContainerConfigErrorWithMoreToSay', { node });
      const there = [pet(0, { node }), strange];
      const name = 'the-quite-long-name-of-a-database-that-nobody-types';
      renderer.event(stands(webStanding(3, there), { namespace: 'a-namespace-of-a-long-name', name }));
    },
  },
  'wide-characters': {
    play: (renderer) => {
      const loud = starting(1, '起動中\u001b[2J起動中起動中起動中', { node: '節点-一号' });
      renderer.event(stands(webStanding(3, [pet(0), loud])));
    },
  },
  kept: {
    keeps: true,
    lasts: 12_000,
    play: async (renderer, pass) => {
      renderer.event(stands(webStanding(3, pets(0, 3))));
      renderer.event({ type: 'set-ready', ready: 3, replicas: 3, set: web });
      renderer.event({ type: 'pet-terminating', pet: ending(1, 0), set: web });
      await pass(12_000);
      const again = pet(1, { uid: 'another', createdAt: NOW - 2_000 });
      renderer.event({ type: 'pet-changed', pet: again, set: web });
      renderer.event(stands(webStanding(3, [pet(0), again, pet(2)])));
      renderer.event({ type: 'set-ready', ready: 3, replicas: 3, set: web });
    },
  },
  final: {
    lasts: 5_000,
    play: async (renderer, pass) => {
      renderer.result('petset/web', 'scaled');
      renderer.event(stands(webStanding(3, [...pets(0, 2), starting(2, 'ContainerCreating')])));
      await pass(5_000);
      renderer.event(stands(webStanding(3, pets(0, 3))));
      renderer.close();
      renderer.conclusion('petset/web', 'ready (3/3)');
    },
  },
};
