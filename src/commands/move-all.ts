import { allRecords } from '../controller/all-records.js';
import { arrive, isThereTwice, type MoveDeps, moveRecord } from '../controller/move-record.js';
import { Failure } from '../petset/failure.js';
import type { PetSetRecord } from '../petset/record.js';
import { MOVING_AWAY, OTHER_FORM, type RecordForm, recordObject } from '../petset/record-form.js';
import { DRY_RUN } from './dry-run.js';
import type { Work } from './foreground.js';

/**
 * Moves the records of all sets into one form, one after the other; one that cannot be moved is told, and is no reason not to
 * move the others. Answers with what was in the way.
 */
export async function moveAll(to: RecordForm, work: Work): Promise<readonly Failure[]> {
  const { client } = work.session;
  const { records, broken } = await allRecords(OTHER_FORM[to], client);
  const failures = [...broken];
  for (const record of records) await attempt(() => move(record, to, work), failures);
  const arrived = await allRecords(to, client);
  const left = arrived.records.filter(({ moving }) => moving !== undefined);
  // The others were told already.
  const isMoving = ({ ref }: PetSetRecord): boolean =>
    records.some((each) => each.ref.namespace === ref.namespace && each.ref.name === ref.name);
  for (const record of left.filter((each) => !isMoving(each))) await attempt(() => end(record, work), failures);
  return failures;
}

async function attempt(act: () => Promise<void>, failures: Failure[]): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    failures.push(error);
  }
}

async function move(record: PetSetRecord, to: RecordForm, work: Work): Promise<void> {
  const { renderer, options } = work;
  if (options.dryRun === 'none') {
    await moveRecord(record, to, moveDeps(work));
  }
  renderer.result(nameOf(record), `moved from ${recordObject(record.owner)}${DRY_RUN[options.dryRun]}`);
}

/** The last step of a move that was interrupted; or of one the other way, after its first step, the way back. */
async function end(record: PetSetRecord, work: Work): Promise<void> {
  const { renderer, options, session } = work;
  if (await isThereTwice(record, session.client)) return;
  if (options.dryRun === 'none') await arrive(record, moveDeps(work));
  const effect = record.moving === MOVING_AWAY ? `stays in ${recordObject(record.owner)}` : 'moved';
  renderer.result(nameOf(record), `${effect}${DRY_RUN[options.dryRun]}`);
}

function moveDeps({ session, world }: Work): MoveDeps {
  const emit = (): void => undefined;
  return { client: session.client, clock: world.clock, world: { ...session.deps, emit } };
}

/** Of all namespaces, so each is named with its own. */
function nameOf({ ref }: PetSetRecord): string {
  return `petset/${ref.name} in ${ref.namespace}`;
}
