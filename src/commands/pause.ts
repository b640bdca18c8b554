import type { View } from '../controller/set-watch.js';
import { Failure } from '../petset/failure.js';
import { petName } from '../petset/identity.js';
import { nameArg } from './arguments.js';
import { type Brake, setBrakes } from './brakes.js';
import type { Command } from './command.js';
import { FLAGS } from './flags.js';
import { readWorkOptions, withWork } from './foreground.js';
import { petsOf } from './look.js';
import { petArg } from './pet-argument.js';

export const pause: Command = {
  usage: 'pause <NAME> [PET]',
  group: 'Rollout',
  describe: 'Hold a set as it is, until it is resumed',
  examples: [
    ['kubectl petset pause web', 'by the annotation of its lowest pet, or of its record where it has none'],
    ['kubectl petset pause web web-2', 'by that of web-2; also: pod/web-2, or 2'],
    ['kubectl annotate pod web-2 pod.alpha.kubernetes.io/initialized=false --overwrite', 'the same'],
  ],
  manual: `Nothing is created, deleted or upgraded meanwhile.`,
  options: {
    'dry-run': FLAGS['dry-run'],
    output: { ...FLAGS.output, values: ['name', 'json'], describe: 'output format: name or json' },
  },
  run: (args, world) => {
    const name = nameArg(args);
    const ordinal = petArg(args, name);
    return withWork(readWorkOptions(args), args, world, async (work) => {
      const ref = { namespace: work.session.namespace, name };
      await setBrakes(ref, (view) => [ordinal === undefined ? lowest(view) : named(ordinal, view)], true, work);
      return 0;
    });
  },
};

/** The lowest pet; the record where there is none. Throws a `Failure` where that pauses the set already. */
function lowest(view: View): Brake {
  const pet = petsOf(view).find(({ state }) => state !== 'terminating');
  if (pet !== undefined) return unpaused(pet);
  if (view.desired.paused) throw new Failure(`error: petsets "${view.record.ref.name}" is already paused`);
  return 'record';
}

/** Throws a `Failure` where that pet cannot pause the set, or does already. */
function named(ordinal: number, { observed, record }: View): Brake {
  const { name } = record.ref;
  const pet = observed.pods.get(ordinal);
  if (pet === undefined) {
    throw new Failure(`Error from server (NotFound): pods "${petName(name, ordinal)}" not found`);
  }
  if (pet.ownership !== 'ours') {
    throw new Failure(`error: pod/${pet.name} is no pet of petset/${name} and pauses nothing`);
  }
  if (pet.state === 'terminating') throw new Failure(`error: pod/${pet.name} is terminating and pauses nothing`);
  return unpaused(pet);
}

function unpaused(pet: Exclude<Brake, 'record'>): Brake {
  if (pet.initialized) return pet;
  throw new Failure(`error: pods "${pet.name}" is already paused`);
}
