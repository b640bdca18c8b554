import { performance } from 'node:perf_hooks';
import { orFail } from '../../cluster/api-error.js';
import { connect } from '../../cluster/connection.js';
import { everyPage } from '../../cluster/every-page.js';
import { currentContext } from '../../cluster/kubeconfig.js';
import { LeapingClock } from '../../cluster/leaping-clock.js';
import { RESOURCES } from '../../cluster/resource.js';
import { revisionSelector } from '../../petset/history.js';
import { Failure } from '../../petset/failure.js';
import type { Pod } from '../../petset/kubernetes.js';
import { type Rehearsed, rehearsalJson, rehearsalLines } from '../../render/rehearsal.js';
import { givenArg, nameArg, switchArg, textArg, UsageFailure } from '../arguments.js';
import type { Args, Command, World } from '../command.js';
import { INTERRUPTED } from '../exit-codes.js';
import type { Flag } from '../flag.js';
import { readWorkOptions } from '../foreground.js';
import { canRedraw } from '../look-of-output.js';
import { gateFlags, GATE_FLAGS } from '../gate-flags.js';
import { unlessInterrupted } from '../interruption.js';
import { commandAgain } from './again.js';
import { type Cast, castOf, slowest } from './cast.js';
import { rehearsedClaims, rehearsedPets } from './end.js';
import { Moves } from './moves.js';
import { type Original, readOriginal } from './original.js';
import { marked, unless } from './output.js';
import { understudy } from './pods.js';
import { remarksOn } from './remarks.js';
import { type Opening, RehearsalStage } from './stage.js';
import { openSession } from '../session.js';

const REHEARSE_FLAG = {
  rehearse: {
    type: 'boolean',
    describe: 'do it to a copy in an embedded cluster, in fast motion; nothing is written to the real one',
  },
} as const satisfies Record<string, Flag>;

/** What makes no sense beside it, and why. */
const IN_VAIN: readonly { readonly flag: string; readonly isGiven: (args: Args) => boolean; readonly why: string }[] = [
  {
    flag: '--dry-run',
    isGiven: (args) => !['none', undefined].includes(textArg(args, 'dry-run')),
    why: 'nothing is written in any case',
  },
  { flag: '--no-wait', isGiven: (args) => !switchArg(args, 'wait'), why: 'nothing but what is waited for is seen' },
  { flag: '--takeover', isGiven: (args) => switchArg(args, 'takeover'), why: 'nobody else reconciles the copy' },
];

/** Milliseconds of the embedded cluster's time without anything being done, beyond what pets take, before it is given up: more than a crashed container waits. */
const STALLED = 6 * 60_000;
/** On a terminal somebody wants to see it: so many times faster than the wall, and more for larger sets. */
const TO_BE_SEEN = 100;
const TO_BE_SEEN_BY_PET = 10;
/** How long a pet is taken to need to end: nothing tells it of those that live. */
export const TO_STOP = 1_000;
/** What the cluster does after a pet is gone, such as deleting the claims that go with it, nobody waits for. */
const TO_SETTLE = 1_000;

/** The same command, which can also be rehearsed: `--rehearse` has it done to a copy. */
export function rehearsable(command: Command): Command {
  return {
    ...command,
    options: { ...command.options, ...REHEARSE_FLAG },
    run: (args, world) => (switchArg(args, 'rehearse') ? rehearse(command, args, world) : command.run(args, world)),
  };
}

async function rehearse(command: Command, args: Args, world: World): Promise<number> {
  const vain = IN_VAIN.find(({ isGiven }) => isGiven(args));
  if (vain !== undefined) throw new UsageFailure(`--rehearse cannot be used with ${vain.flag}: ${vain.why}`);
  readWorkOptions(args);
  // Not one write to the real cluster: its connection takes none.
  const onlyToRead: typeof connect = (flags, deps) => connect(flags, { ...deps, isReadOnly: true });
  const session = openSession(args, { ...world, connect: onlyToRead });
  try {
    const ref = { namespace: session.namespace, name: nameArg(args) };
    const original = await unlessInterrupted(readOriginal(ref, session), world);
    const context = currentContext(
      { kubeconfig: givenArg(args, 'kubeconfig'), context: givenArg(args, 'context') },
      world.env,
    );
    const place = context === undefined ? session.client.connection.server.host : `context ${context}`;
    world.stderr.write(
      `rehearsal: nothing is done to ${place}; petset/${ref.name} is copied into an embedded cluster, and this is done there in fast motion\n`,
    );
    return await playOn(original, { command, args, world, place });
  } finally {
    session.close();
  }
}

/** What is rehearsed. */
interface Play {
  readonly command: Command;
  readonly args: Args;
  readonly world: World;
  /** Where nothing is done. */
  readonly place: string;
}

/** Has a copy made, has the operation done to it, and shows what came of it. Answers with the exit code of the operation. */
async function playOn(original: Original, play: Play): Promise<number> {
  const { world, place } = play;
  const isSeen = readWorkOptions(play.args).format === undefined && canRedraw(world);
  const pets = Math.max(original.pods.length, original.record.set.spec.replicas);
  const clock = new LeapingClock({
    start: world.clock.now(),
    ...(isSeen && { fastest: Math.max(TO_BE_SEEN, TO_BE_SEEN_BY_PET * pets) }),
  });
  // Nobody else needs it, and it is as large as all the rest.
  const { DEFAULT_PACE, hearMistakes, PROVISIONER, SCRIPT_ANNOTATION, startSandbox } =
    await import('../../sandbox/index.js');
  const cast = castOf(original, world.clock.now(), SCRIPT_ANNOTATION);
  const stopHearing = hearMistakes((mistake) => {
    const words = mistake instanceof Error ? (mistake.stack ?? mistake.message) : String(mistake);
    world.stderr.write(`warning: the embedded cluster made a mistake, and goes on: ${words}\n`);
  });
  const moves = new Moves(clock, STALLED + 2 * slowest(cast) + longestGrace(original) + TO_STOP);
  const { schedule = 0, start = 0 } = cast.usual ?? {};
  const sandbox = await startSandbox({
    clock,
    pace: {
      schedule: Math.max(schedule, DEFAULT_PACE.schedule),
      createSandbox: Math.max(start, DEFAULT_PACE.createSandbox),
      stopContainer: TO_STOP,
    },
    random: world.random,
    onRequest: ({ info }) => moves.notice(info),
    // What is created as a pod has been read as one.
    mutate: (draft) => {
      if (draft.kind === 'Pod') Object.assign(draft, understudy(draft as unknown as Pod, cast));
    },
  });
  const { url, token } = sandbox;
  const stage = new RehearsalStage(original, cast, {
    url,
    token,
    clock,
    provisioner: PROVISIONER,
    now: world.clock.now(),
  });
  try {
    const opening = await unlessInterrupted(stage.setUp(), world);
    return await perform(original, { ...play, cast, stage, opening, clock, moves, isSeen, url, token });
  } catch (error) {
    throw world.interrupted.aborted
      ? new Failure('interrupted', { next: [nothingDone(place)], exitCode: INTERRUPTED })
      : error;
  } finally {
    moves.end();
    stage.close();
    await sandbox.stop();
    stopHearing();
  }
}

function nothingDone(place: string): string {
  return `rehearsal: nothing was done to ${place}`;
}

interface Performance extends Play {
  readonly cast: Cast;
  readonly stage: RehearsalStage;
  readonly opening: Opening;
  readonly clock: LeapingClock;
  readonly moves: Moves;
  /** It is shown as a table that is drawn over. */
  readonly isSeen: boolean;
  readonly url: string;
  readonly token: string;
}

async function perform(original: Original, performance_: Performance): Promise<number> {
  const { command, args, world, stage, opening, clock, moves, isSeen, url, token, place } = performance_;
  const { ref } = original.record;
  const interrupted = AbortSignal.any([world.interrupted, moves.stalled]);
  const begun = { clock: clock.now(), wall: performance.now() };
  const copied: World = {
    ...world,
    clock,
    stdout: isSeen || textArg(args, 'output') !== undefined ? world.stdout : marked(world.stdout),
    // What it says when it is interrupted would be about the copy.
    stderr: unless(interrupted, world.stderr),
    interrupted,
    isRehearsal: true,
    connect: (_flags, deps) => connect({ server: url, token, namespace: ref.namespace }, { ...deps, env: {} }),
  };
  moves.begin();
  const code = await command.run(forTheCopy(args), copied);
  const took = clock.now() - begun.clock;
  const shownIn = performance.now() - begun.wall;
  if (world.interrupted.aborted) throw new Failure('interrupted', { exitCode: INTERRUPTED });
  moves.end();
  await clock.sleep(TO_SETTLE, world.interrupted);
  const after = await stage.there(ref.namespace);
  const revisions = await everyPage(stage.client, RESOURCES.configMaps, ref.namespace, {
    labelSelector: revisionSelector(ref.name),
  });
  const isStalled = moves.stalled.aborted;
  const rehearsed: Rehearsed = {
    petset: ref.name,
    took,
    shownIn,
    pets: rehearsedPets(ref.name, opening, after, [...original.revisions, ...orFail(revisions).items]),
    claims: rehearsedClaims(opening, after, original.policies),
    remarks: remarksOn(original, performance_.cast, { missing: opening.missing, gates: gateFlags(args) }),
    command: code === 0 ? commandAgain(command, args, ref.namespace) : undefined,
  };
  show(rehearsed, args, world);
  if (isStalled) throw new Failure(moves.words(ref.name), { next: [nothingDone(place)] });
  world.stderr.write(`${nothingDone(place)}\n`);
  return code;
}

function show(rehearsed: Rehearsed, args: Args, { stdout, stderr }: World): void {
  const format = textArg(args, 'output');
  if (format === 'json') stdout.write(`${JSON.stringify(rehearsalJson(rehearsed))}\n`);
  else (format === 'name' ? stderr : stdout).write(`${rehearsalLines(rehearsed).join('\n')}\n`);
}

/** Programs of the user could do something to the real cluster, and there is nothing to be asked. */
function forTheCopy(args: Args): Args {
  const gates = Object.fromEntries(Object.keys(GATE_FLAGS).map((flag) => [flag, undefined]));
  return { timeline: true, ...args, ...gates, rehearse: false, yes: true };
}

function longestGrace({ pods }: Original): number {
  return 1_000 * Math.max(0, ...pods.map(({ spec }) => spec.terminationGracePeriodSeconds ?? 0));
}
