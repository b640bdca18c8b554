import { orFail } from '../cluster/api-error.js';
import { petName, wantedOrdinals } from '../petset/identity.js';
import { givenArg, listArg, nameArg, switchArg, UsageFailure } from './arguments.js';
import type { Command, World } from './command.js';
import { execInPet, type PetExec } from './exec-in-pet.js';
import { unlessInterrupted } from './interruption.js';
import { petRangesArg } from './pet-ranges.js';
import { Outlet, relayBytes, relayLines } from './relay.js';
import { openSession, type Session } from './session.js';

interface ExecOptions {
  readonly name: string;
  readonly command: readonly string[];
  /** The usual one of each pet where there is none. */
  readonly container: string | undefined;
  /** All that the set wants where there are none. */
  readonly ordinals: readonly number[] | undefined;
  readonly parallel: boolean;
  readonly prefix: boolean;
}

const MANUAL = `A line of output stands behind the name of its pet, on the stream it came
from. A command that fails in one pet is run in the others all the same; the
exit code is that of the lowest pet where it failed, as kubectl exec would
have it. The command has no standard input. Without -c it is run in the
container that kubectl exec would enter.`;

export const exec: Command = {
  usage: 'exec <NAME>',
  synopsis: 'NAME [options] -- COMMAND [ARGS...]',
  group: 'Troubleshooting',
  describe: 'Run a command in the pets of a set, one after the other',
  examples: [
    ['kubectl petset exec web -- hostname', 'in web-0, then in web-1, and so on'],
    ['kubectl petset exec web --pets 0,2-4 -c nginx -- nginx -s reload', 'in some, in the container nginx'],
    ["kubectl petset exec web --parallel -- sh -c 'df -h | tail -1'", 'in all at once; a shell has to be asked for'],
  ],
  options: {
    container: {
      alias: 'c',
      type: 'string',
      values: 'containers',
      describe: 'the container (default: as kubectl exec)',
    },
    pets: { type: 'string', values: 'ordinals', describe: 'the ordinals of the pets, as 0,2-4 (default: all wanted)' },
    parallel: { type: 'boolean', describe: 'in all pets at once; lines stay whole' },
    prefix: { type: 'boolean', default: true, describe: 'say whose line it is; --no-prefix does not' },
  },
  manual: MANUAL,
  run: async (args, world) => {
    const options = {
      name: nameArg(args),
      command: listArg(args, '--'),
      container: givenArg(args, 'container'),
      ordinals: petRangesArg(args, 'pets'),
      parallel: switchArg(args, 'parallel'),
      prefix: switchArg(args, 'prefix'),
    };
    // In kubectl's words.
    if (options.command.length === 0) throw new UsageFailure('you must specify at least one command for the container');
    const session = openSession(args, world);
    try {
      return await run(options, session, world);
    } finally {
      session.close();
    }
  },
};

async function run(options: ExecOptions, session: Session, world: World): Promise<number> {
  const { name, command, container, ordinals, parallel } = options;
  const ref = { namespace: session.namespace, name };
  const record = orFail(await unlessInterrupted(session.records.get(ref), world));
  const chosen = ordinals ?? [...wantedOrdinals(record.set.spec)];
  if (chosen.length === 0) world.stderr.write(`petset/${name} wants no pets\n`);
  let left = chosen;
  const exec = {
    record,
    command,
    container,
    session,
    world,
    relay: relayFor(options, world),
    note: once((text) => void world.stderr.write(`${text}\n`)),
    leftOut: () => (left.length === 0 || parallel ? [] : [`it has not been run in ${namesOf(name, left)}`]),
  };
  if (parallel) return firstFailure(await Promise.all(chosen.map((ordinal) => execInPet(ordinal, exec))));
  const codes: number[] = [];
  for (const ordinal of chosen) {
    left = left.slice(1);
    codes.push(await execInPet(ordinal, exec));
  }
  return firstFailure(codes);
}

/** Bytes of one pet alone may stay as they are. */
function relayFor({ prefix, parallel }: ExecOptions, { stdout, stderr }: World): PetExec['relay'] {
  const outlets = { stdout: new Outlet(stdout), stderr: new Outlet(stderr) };
  return (pet, stream) =>
    prefix || parallel ? relayLines(prefix ? `${pet} | ` : '', outlets[stream]) : relayBytes(outlets[stream]);
}

function once(tell: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) tell(text);
    told.add(text);
  };
}

const firstFailure = (codes: readonly number[]): number => codes.find((code) => code !== 0) ?? 0;

const namesOf = (set: string, ordinals: readonly number[]): string =>
  ordinals.map((ordinal) => petName(set, ordinal)).join(', ');
