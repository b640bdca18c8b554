import { pausing } from '../controller/plan-pause.js';
import type { View } from '../controller/set-watch.js';
import { Failure } from '../petset/failure.js';
import { nameArg } from './arguments.js';
import { type Brake, setBrakes } from './brakes.js';
import type { Command } from './command.js';
import { FLAGS } from './flags.js';
import { readWorkOptions, withWork } from './foreground.js';

export const resume: Command = {
  usage: 'resume <NAME>',
  group: 'Rollout',
  describe: 'Let a paused set go on',
  examples: [
    ['kubectl petset resume web', 'lifts the pause of every pet, and that of the record'],
    ['kubectl annotate pod web-2 pod.alpha.kubernetes.io/initialized=true --overwrite', 'lifts that of one pet'],
  ],
  manual: `Whoever waits for it in the foreground goes on at once.`,
  options: {
    'dry-run': FLAGS['dry-run'],
    output: { ...FLAGS.output, values: ['name', 'json'], describe: 'output format: name or json' },
  },
  run: (args, world) => {
    const name = nameArg(args);
    return withWork(readWorkOptions(args), args, world, async (work) => {
      let isFirstLook = true;
      const choose = (view: View): readonly Brake[] => {
        const brakes = brakesOf(view);
        if (brakes.length === 0 && isFirstLook) throw new Failure(`error: petsets "${name}" is not paused`);
        isFirstLook = false;
        return brakes;
      };
      await setBrakes({ namespace: work.session.namespace, name }, choose, false, work);
      return 0;
    });
  },
};

/** All that pauses a set, the record last. */
function brakesOf({ desired, observed }: View): readonly Brake[] {
  return [...pausing([...observed.pods.values()]), ...(desired.paused ? ['record' as const] : [])];
}
