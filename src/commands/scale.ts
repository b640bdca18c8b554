import { orFail } from '../cluster/api-error.js';
import { Failure } from '../petset/failure.js';
import { formatFieldError } from '../petset/field-error.js';
import type { ConfigMap } from '../petset/kubernetes.js';
import { type PetSetRecord, withSet } from '../petset/record.js';
import { validatePetSet } from '../petset/validate.js';
import { countArg, nameArg, requiredArg } from './arguments.js';
import type { Args, Command } from './command.js';
import { commandFor } from './command-line.js';
import { FLAGS } from './flags.js';
import { type Job, readWorkOptions, withWork, type Work, type WorkOptions } from './foreground.js';
import { GATE_FLAGS } from './gate-flags.js';
import { refuseVainGates } from './gate-guard.js';
import { refuseGoing } from './going.js';

interface ScaleOptions extends WorkOptions {
  readonly name: string;
  readonly replicas: number;
  /** The number that there must be now. */
  readonly currentReplicas: number | undefined;
}

export const scale: Command = {
  usage: 'scale <NAME>',
  describe: 'Set how many pets a set has, and see them come or go in order',
  examples: [
    ['kubectl petset scale web --replicas=5', 'up: web-2, web-3, web-4, one after the other'],
    ['kubectl petset scale web --replicas=3', 'down: web-4, then web-3; their claims stay'],
    ['kubectl petset scale web --current-replicas=3 --replicas=4', 'only if there are three now'],
  ],
  options: {
    replicas: { type: 'string', describe: 'the new number of pets; required' },
    'current-replicas': { type: 'string', describe: 'do nothing unless this is the number wanted now' },
    'dry-run': FLAGS['dry-run'],
    output: { ...FLAGS.output, describe: 'output format: name or json (one object an event)' },
    timeout: FLAGS.timeout,
    wait: FLAGS.wait,
    ...GATE_FLAGS,
  },
  run: (args, world) => {
    const options = readOptions(args);
    return withWork(options, args, world, (work) => run(options, work));
  },
};

function readOptions(args: Args): ScaleOptions {
  return {
    ...readWorkOptions(args),
    name: nameArg(args),
    replicas: requiredArg(countArg(args, 'replicas'), 'replicas'),
    currentReplicas: countArg(args, 'current-replicas'),
  };
}

async function run(options: ScaleOptions, work: Work): Promise<Job | number> {
  const { args, world, session, renderer, leaving } = work;
  const { dryRun } = options;
  const ref = { namespace: session.namespace, name: options.name };
  if (dryRun === 'client') {
    scaled(orFail(await session.records.get(ref)), options);
    renderer.result(`petset/${options.name}`, 'scaled (dry run)');
    return 0;
  }
  if (dryRun === 'none') await refuseVainGates(ref, work);
  const change = (record: PetSetRecord): ConfigMap => {
    if (dryRun === 'none') leaving([`to go on: ${commandFor('reconcile', ref, args)}`]);
    return scaled(record, options);
  };
  const record = orFail(await session.records.change(ref, change, { dryRun: dryRun === 'server' }));
  renderer.result(`petset/${options.name}`, dryRun === 'server' ? 'scaled (server dry run)' : 'scaled');
  if (dryRun === 'server') return 0;
  if (!options.wait) {
    world.stderr.write(`to have it done: ${commandFor('reconcile', ref, args)}\n`);
    return 0;
  }
  return { records: [record], goal: { end: 'settled', replicas: options.replicas } };
}

/** The record with the new number in it. Throws a `Failure` where the set cannot have it. */
function scaled(record: PetSetRecord, { replicas, currentReplicas }: ScaleOptions): ConfigMap {
  const { set } = record;
  const name = set.metadata.name;
  refuseGoing(record, 'scaled');
  if (currentReplicas !== undefined && currentReplicas !== set.spec.replicas) {
    throw new Failure(`error: Expected replicas to be ${currentReplicas}, was ${set.spec.replicas}`);
  }
  const changed = { ...set, spec: { ...set.spec, replicas } };
  const [problem] = validatePetSet(changed);
  if (problem !== undefined)
    throw new Failure(`error: petset/${name} cannot have ${replicas} pets: ${formatFieldError(problem)}`);
  return withSet(record, changed);
}
