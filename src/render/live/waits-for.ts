import type { Waiting } from '../../controller/progress.js';
import { isHealthy, type ObservedPet } from '../../petset/observed-pet.js';
import { humanDuration } from '../duration.js';
import { waitingShort } from '../waiting-short.js';
import { type Facts, isLeaving, labelOf } from './facts.js';
import type { Place } from './place.js';

/** Waits for a pet whose state says more. */
const IS_ON_ITS_WAY: ReadonlySet<Waiting['on']['for']> = new Set(['ready', 'available', 'gone']);

/** What a pet that starts waits for, by its STATUS. */
const COMING: readonly { readonly status: RegExp; readonly words: string }[] = [
  { status: /Image|ErrPull/, words: 'its image' },
  { status: /ConfigError/, words: 'its configuration' },
  { status: /^Init:/, words: 'init containers' },
  { status: /BackOff|Error|OOMKilled|Completed|ExitCode|Signal|CannotRun/, words: 'its next start' },
  { status: /^(ContainerCreating|PodInitializing)$/, words: 'its containers' },
  { status: /^(Running|NotReady)$/, words: 'being ready' },
];

/** What the pet of a place waits for, or the place for a pet, in a few words; nothing where nothing has to happen. */
export function waitsFor({ ordinal, pet }: Place, facts: Facts): string {
  const { waits, now, standing } = facts;
  const own = waits.get(ordinal);
  const isOnItsWay = own === undefined || IS_ON_ITS_WAY.has(own.on.for);
  if (own !== undefined && (own.diagnosis !== undefined || !isOnItsWay)) return waitingShort(own);
  if (pet !== undefined && !isHealthy(pet)) return stateWords(pet, now);
  const hasTurn = pet === undefined ? standing.wanted.replicas > 0 : isLeaving(pet, facts);
  return hasTurn ? turnWords(facts) : '';
}

function stateWords(pet: ObservedPet, now: number): string {
  switch (pet.state) {
    case 'terminating':
      return endWords(pet, now);
    case 'settling':
      return settlingWords(pet, now);
    case 'healthy':
      return 'paused';
    case 'finished':
      return 'being replaced';
    case 'starting':
    case 'restarting':
      return comingWords(pet);
  }
}

function comingWords({ state, node, cells: { status } }: ObservedPet): string {
  if (state === 'restarting') return 'new containers';
  const known = COMING.find((each) => each.status.test(status));
  if (known !== undefined) return known.words;
  return node === undefined ? 'a node' : 'its containers';
}

function settlingWords(pet: ObservedPet, now: number): string {
  const left = secondsUntil(pet.availableAt, now);
  return left > 0 ? `ready for ${humanDuration(left * 1000)} more` : 'being ready';
}

function endWords(pet: ObservedPet, now: number): string {
  const left = secondsUntil(pet.killedAt, now);
  return left > 0 ? `its end, ${humanDuration(left * 1000)} left` : 'its end';
}

/** Whom all that have not had their turn yet wait for. */
function turnWords(facts: Facts): string {
  const [first] = facts.waits.keys();
  return first === undefined ? 'its turn' : labelOf(first, facts);
}

function secondsUntil(time: number | undefined, now: number): number {
  return time === undefined ? 0 : Math.ceil((time - now) / 1000);
}
