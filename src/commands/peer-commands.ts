import type { PeerList } from '../controller/peer-lists.js';
import { Failure } from '../petset/failure.js';
import { petName } from '../petset/identity.js';
import { absentFrom, isFound, sortedNames } from '../petset/peers.js';
import type { SetRef } from '../petset/petset.js';
import { constants } from 'node:os';
import { counted } from '../render/counted.js';
import { givenArg } from './arguments.js';
import { type ProgramEnd, runCaptured } from './captured-program.js';
import type { Args, World } from './command.js';
import { CANNOT_RUN } from './exit-codes.js';
import { interruption } from './interruption.js';

/** What is to be run with the names of the peers on its standard input, in words; at least one of them. */
export interface PeerCommands {
  /** Once all pets that are wanted can be found. */
  readonly onStart: readonly string[] | undefined;
  /** After every change from then on; where there is no other for the start, then too. */
  readonly onChange: readonly string[] | undefined;
}

export interface PeerCommandDeps {
  readonly ref: SetRef;
  readonly args: Args;
  readonly world: World;
}

type Flag = '--on-start' | '--on-change';

/**
 * Runs the commands, one at a time, with the names that can be looked up, as the peer finder did: what changes while one runs
 * is one change after it. Answers with the exit code when there is nothing to be run any more. Throws a `Failure` with the
 * exit code of a command that fails.
 * Source: kubernetes-retired/contrib, peer-finder/peer-finder.go.
 */
export async function runForPeers(
  lists: AsyncIterable<PeerList>,
  { onStart, onChange }: PeerCommands,
  deps: PeerCommandDeps,
): Promise<number> {
  const { stderr } = deps.world;
  let known: readonly string[] | undefined;
  let told: string | undefined;
  for await (const list of lists) {
    const found = list.peers.filter(isFound);
    const names = sortedNames(found);
    if (known === undefined) {
      const waiting = whatIsMissing(list, found);
      if (waiting !== undefined && waiting !== told) stderr.write(`${waiting}\n`);
      told = waiting;
      if (waiting !== undefined) continue;
    } else if (isSameList(known, names)) continue;
    const [flag, command]: readonly [Flag, readonly string[] | undefined] =
      known === undefined && onStart !== undefined ? ['--on-start', onStart] : ['--on-change', onChange];
    stderr.write(`${flag} runs for ${counted(names.length, 'name')}${news(known, names)}\n`);
    if (command !== undefined) await runOne(flag, command, names, deps);
    known = names;
    if (onChange === undefined) break;
  }
  return 0;
}

/** What the first list waits for; nothing where it is complete. Without a pet there is nobody to begin with. */
function whatIsMissing({ record }: PeerList, found: PeerList['peers']): string | undefined {
  const { ref, set } = record;
  if (set.spec.replicas === 0) return `waiting for petset/${ref.name} to want pets`;
  const { count, lowest } = absentFrom(found, set.spec);
  if (count === 0) return undefined;
  const names = lowest.map((ordinal) => petName(ref.name, ordinal)).join(', ');
  const others = count > lowest.length ? ` and ${count - lowest.length} more` : '';
  return `waiting for the ${count === 1 ? 'name' : 'names'} of ${names}${others}`;
}

function isSameList(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((name, index) => name === after[index]);
}

/** `: web-2 came, web-0 left` */
function news(before: readonly string[] | undefined, after: readonly string[]): string {
  if (before === undefined) return '';
  const parts = [
    ...after.filter((name) => !before.includes(name)).map((name) => `${petOf(name)} came`),
    ...before.filter((name) => !after.includes(name)).map((name) => `${petOf(name)} left`),
  ];
  return `: ${parts.join(', ')}`;
}

function petOf(dnsName: string): string {
  return dnsName.slice(0, dnsName.indexOf('.'));
}

/** Throws a `Failure` where it does not end well. */
async function runOne(
  flag: Flag,
  command: readonly string[],
  names: readonly string[],
  { ref, args, world }: PeerCommandDeps,
): Promise<void> {
  const kubeconfig = givenArg(args, 'kubeconfig');
  const env = {
    ...world.env,
    ...(kubeconfig !== undefined && { KUBECONFIG: kubeconfig }),
    PET_SET: ref.name,
    PET_NAMESPACE: ref.namespace,
  };
  const input = names.map((name) => `${name}\n`).join('');
  const tell = (line: string, stream: 'stdout' | 'stderr'): void => void world[stream].write(`${line}\n`);
  const end = await runCaptured({ command, env, input, tell, signal: world.interrupted }, world);
  if (world.interrupted.aborted) throw interruption();
  const failure = failureOf(end, command);
  if (failure !== undefined) throw new Failure(`error: ${flag}: ${failure.why}`, { exitCode: failure.code });
}

function failureOf(
  end: ProgramEnd,
  [program = '']: readonly string[],
): { readonly why: string; readonly code: number } | undefined {
  switch (end.kind) {
    case 'exited':
      return end.code === 0 ? undefined : { why: `exit code ${end.code}`, code: end.code };
    case 'killed':
      // As a shell has it.
      return { why: `ended by ${end.signal}`, code: 128 + constants.signals[end.signal] };
    case 'not-run':
      return { why: `cannot run ${program}: ${end.why}`, code: CANNOT_RUN };
  }
}
