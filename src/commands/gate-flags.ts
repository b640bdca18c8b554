import type { GateName } from '../controller/progress.js';
import { USUAL_CLUSTER_DOMAIN } from '../petset/pet-variables.js';
import { clusterDomainArg, givenArg, switchArg, textArg, UsageFailure } from './arguments.js';
import type { Args } from './command.js';
import { commandWords } from './command-words.js';
import type { Flag } from './flag.js';

const CLUSTER_DOMAIN = {
  'cluster-domain': {
    type: 'string',
    topic: 'gates',
    defaultDescription: `'${USUAL_CLUSTER_DOMAIN}'`,
    describe: 'the end of PET_DNS',
  },
} as const satisfies Record<string, Flag>;

/** Of commands that pets come up under. */
export const VERIFY_FLAGS = {
  verify: {
    type: 'string',
    topic: 'gates',
    values: 'files',
    describe: 'a command to run on this machine once a pet is healthy',
  },
  'verify-exec': { type: 'string', topic: 'gates', describe: 'such a command, run in the pet' },
  'verify-container': {
    type: 'string',
    topic: 'gates',
    values: 'containers',
    describe: 'the container for --verify-exec (default: as kubectl exec)',
  },
  ...CLUSTER_DOMAIN,
} as const satisfies Record<string, Flag>;

/** Of commands that pets go under. */
export const PRE_DELETE_FLAGS = {
  'pre-delete': {
    type: 'string',
    topic: 'gates',
    values: 'files',
    describe: 'a command to run on this machine before a pet is deleted',
  },
  'pre-delete-exec': { type: 'string', topic: 'gates', describe: 'such a command, run in the pet' },
  'pre-delete-container': {
    type: 'string',
    topic: 'gates',
    values: 'containers',
    describe: 'the container for --pre-delete-exec',
  },
  ...CLUSTER_DOMAIN,
} as const satisfies Record<string, Flag>;

/** Of commands that pets come and go under. */
export const GATE_FLAGS = { ...VERIFY_FLAGS, ...PRE_DELETE_FLAGS } as const satisfies Record<string, Flag>;

/** What has to end with exit code 0, and where it runs. */
export interface GateCommand {
  readonly words: readonly string[];
  readonly where: 'here' | 'in-pet';
  /** In the pet: the container, unless it is the usual one. */
  readonly container: string | undefined;
}

export interface GateOptions {
  readonly commands: ReadonlyMap<GateName, GateCommand>;
  readonly clusterDomain: string;
}

const GATES: readonly GateName[] = ['verify', 'pre-delete'];

/** The flag that sets a gate up, as it stands on the command line; nothing where none does. */
export function gateFlag(args: Args, gate: GateName): string | undefined {
  return [gate, `${gate}-exec`].find((flag) => textArg(args, flag) !== undefined);
}

/** `--verify and --pre-delete-exec`: all that set one up. */
export function gateFlags(args: Args): string {
  return GATES.flatMap((gate) => gateFlag(args, gate) ?? [])
    .map((flag) => `--${flag}`)
    .join(' and ');
}

/** What the flags say that has to let a pet pass; nothing where they say nothing. Throws a `UsageFailure`. */
export function readGates(args: Args): GateOptions | undefined {
  const commands = new Map<GateName, GateCommand>();
  for (const name of GATES) {
    const command = readCommand(args, name);
    if (command !== undefined) commands.set(name, command);
  }
  if (commands.size === 0) return undefined;
  if (args.wait !== undefined && !switchArg(args, 'wait')) {
    throw new UsageFailure(`${gateFlags(args)} cannot be used with --no-wait: nobody would run it`);
  }
  return { commands, clusterDomain: clusterDomainArg(args) };
}

function readCommand(args: Args, name: GateName): GateCommand | undefined {
  const [here, inPet] = [textArg(args, name), textArg(args, `${name}-exec`)];
  const container = givenArg(args, `${name}-container`);
  if (here !== undefined && inPet !== undefined) {
    throw new UsageFailure(`--${name} and --${name}-exec cannot be used together`);
  }
  if (container !== undefined && inPet === undefined) {
    throw new UsageFailure(`--${name}-container is for --${name}-exec`);
  }
  if (here !== undefined) return { words: commandWords(here, name), where: 'here', container };
  return inPet === undefined ? undefined : { words: commandWords(inPet, `${name}-exec`), where: 'in-pet', container };
}
