import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type Answer, type ApiError, describeApiError } from '../cluster/api-error.js';
import { type ExecEnd, execIn } from '../cluster/exec.js';
import { RESOURCES } from '../cluster/resource.js';
import { isWorthAskingAgain, withRetry } from '../cluster/retry.js';
import { defaultContainer, defaultedNote, mayBeEntered } from '../petset/entered-container.js';
import { petName } from '../petset/identity.js';
import type { Pod } from '../petset/kubernetes.js';
import { describeForeign, ownershipOf } from '../petset/ownership.js';
import { podCells } from '../petset/pod-status.js';
import type { PetSetRecord } from '../petset/record.js';
import type { World } from './command.js';
import { interruption, unlessInterrupted } from './interruption.js';
import type { Session } from './session.js';

/** A command that is to be run in pets of a set. */
export interface PetExec {
  readonly record: PetSetRecord;
  readonly command: readonly string[];
  /** The usual one of each pet where there is none. */
  readonly container: string | undefined;
  readonly session: Pick<Session, 'client' | 'deps' | 'onTrouble'>;
  readonly world: World;
  /** Passes on what it writes, given whose it is. */
  readonly relay: (pet: string, stream: 'stdout' | 'stderr') => Writable;
  /** Tells something once, however many pets it is about. */
  readonly note: (text: string) => void;
  /** What to say where the user interrupts it. */
  readonly leftOut: () => readonly string[];
}

/** Runs a command in one pet. Answers with its exit code; what keeps it from being run is told, and is 1. */
export async function execInPet(ordinal: number, exec: PetExec): Promise<number> {
  const { record, session, world, leftOut } = exec;
  const { namespace, name } = record.ref;
  const pet = petName(name, ordinal);
  const found = await unlessInterrupted(session.client.get(RESOURCES.pods, namespace, pet), world, leftOut);
  if (!found.ok) return fail(describeApiError(found.error), exec);
  const problem = whyNot(found.value, exec);
  if (problem !== undefined) return fail(`error: pod/${pet}${problem}`, exec);
  const end = await enter(found.value, exec);
  if (world.interrupted.aborted) throw interruption(leftOut());
  if (!end.ok) return fail(`error: pod/${pet}: ${wordsOf(end.error)}`, exec);
  if (end.exitCode !== 0) fail(`error: pod/${pet}: command terminated with exit code ${end.exitCode}`, exec);
  return end.exitCode;
}

function fail(why: string, { world }: PetExec): number {
  world.stderr.write(`${why}\n`);
  return 1;
}

function wordsOf(error: ApiError): string {
  return error.from === 'server' ? error.message : describeApiError(error);
}

/** What keeps a command from being run in a pod that there is, to be read after its name. */
function whyNot(pod: Pod, { record, container = defaultContainer(pod) }: PetExec): string | undefined {
  const { set, owner, ref } = record;
  if (ownershipOf(pod, set, owner) === 'foreign') {
    return ` is no pet of petset/${ref.name}: it ${describeForeign(pod, set)}`;
  }
  const { phase } = pod.status ?? {};
  // In kubectl's words.
  if (phase === 'Succeeded' || phase === 'Failed') {
    return `: cannot exec into a container in a completed pod; current phase is ${phase}`;
  }
  return mayBeEntered(pod, container) ? undefined : `: container ${container} is not running (${podCells(pod).status})`;
}

/** Again, where the server is in trouble and nothing has begun. */
async function enter(pod: Pod, exec: PetExec): Promise<ExecEnd> {
  const { session, world, note } = exec;
  const defaulted = exec.container === undefined ? defaultedNote(pod) : undefined;
  if (defaulted !== undefined) note(defaulted);
  const once = async (): Promise<Answer<ExecEnd>> => {
    const end = await execOnce(pod, exec);
    return end.ok || end.hasBegun ? { ok: true, value: end } : end;
  };
  const { onTrouble } = session;
  const retry = { clock: world.clock, random: world.random, signal: world.interrupted, onTrouble };
  const answer = await withRetry(once, isWorthAskingAgain, retry);
  return answer.ok ? answer.value : { ...answer, hasBegun: false };
}

async function execOnce(pod: Pod, exec: PetExec): Promise<ExecEnd> {
  const { session, world, command, container = defaultContainer(pod), relay, leftOut } = exec;
  const { name = '', namespace = '' } = pod.metadata;
  const streams = { stdout: relay(name, 'stdout'), stderr: relay(name, 'stderr') };
  const where = { namespace, pod: name, container };
  const deps = { clock: world.clock, signal: world.interrupted };
  const end = await execIn(session.client.connection, { ...where, command, ...streams, ...deps });
  // The last line may have no end.
  const printed = Promise.all(Object.values(streams).map((each) => finished(each.end())));
  await unlessInterrupted(printed, world, leftOut);
  return end;
}
