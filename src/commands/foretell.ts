import { Discovery } from '../cluster/discovery.js';
import { Records } from '../cluster/records.js';
import { foresee } from '../controller/foresee.js';
import { inspectAs } from '../controller/inspect.js';
import type { View } from '../controller/set-watch.js';
import { stakesOf } from '../controller/stakes.js';
import { Failure } from '../petset/failure.js';
import type { PetSet } from '../petset/petset.js';
import { newRecord, type PetSetRecord, pretendedRecord } from '../petset/record.js';
import { type RecordForm, type RecordObject, recordObject } from '../petset/record-form.js';
import { TITLE, type ToldPlan, toldPlan } from '../render/plan.js';
import { commandFor, commandLine } from './command-line.js';
import type { Work } from './foreground.js';

/** Tells, after the result lines of a dry run, what would be done to a set if its record said so. */
export async function foretell(present: PetSetRecord, wanted: RecordObject, work: Work): Promise<void> {
  if (work.options.format === 'name') return;
  const record = pretendedRecord(wanted, present.ref.namespace, present);
  work.renderer.plan(planOf(await seeAs(record, work), work));
}

/** A set as a file wants it. */
export interface WantedSet {
  readonly set: PetSet;
  readonly namespace: string;
  /** What its record is to say, where there is one; nothing where that says so already. */
  readonly change?: (present: PetSetRecord) => RecordObject | undefined;
}

/**
 * The same of the sets of files. What there is already, as claims and pods of a former set, only a server knows; where none
 * answers that needs not be asked, nothing is told.
 */
export async function foretellFiles(sets: readonly WantedSet[], work: Work): Promise<void> {
  if (work.options.format === 'name') return;
  const form = await formAtAGlance(work);
  if (form === undefined) return;
  for (const wanted of sets) {
    const view = await seeAs(await recordOf(wanted, form, work), work);
    const plan = planOf(view, work);
    work.renderer.plan(sets.length === 1 ? plan : { ...plan, title: `petset/${view.record.ref.name}: ${plan.title}` });
  }
}

async function recordOf(
  { set, namespace, change }: WantedSet,
  form: RecordForm,
  { session }: Work,
): Promise<PetSetRecord> {
  const present = change && (await session.records.get({ namespace, name: set.metadata.name }));
  if (present?.ok !== true) return pretendedRecord(newRecord(set, namespace, form), namespace);
  const wanted = change?.(present.value);
  return wanted === undefined ? present.value : pretendedRecord(wanted, namespace, present.value);
}

/** Milliseconds that a dry run which needs no server waits for one all the same. */
const GLANCE = 2_000;

/** What would hold a new record; nothing where no server answers at once. */
async function formAtAGlance({ session, world }: Work): Promise<RecordForm | undefined> {
  const enough = new AbortController();
  const tooLong = world.clock.sleep(GLANCE, enough.signal).then(() => undefined);
  const { client } = session.deps;
  const form = new Records(client, new Discovery(client), session.kubectl).formOfNew().catch((error: unknown) => {
    if (error instanceof Failure) return undefined;
    throw error;
  });
  const found = await Promise.race([form, tooLong]);
  enough.abort();
  return found;
}

function seeAs(record: PetSetRecord, { session }: Work): Promise<View> {
  return inspectAs(record, { ...session.deps, onTrouble: session.onTrouble });
}

/** What would be done to a set as it is seen. */
export function planOf({ record, desired, observed }: View, { args, options }: Work): ToldPlan {
  const { ref, set, owner } = record;
  const foresight = foresee(desired, observed, {
    gates: new Set(options.gates?.commands.keys()),
    pace: options.pace,
  });
  const revisions = [...foresight.left.revisions, ...observed.revisions];
  const goOn = commandFor('reconcile', ref, args);
  return toldPlan(foresight, stakesOf(desired, observed, foresight), {
    // A command that has no such flag does it.
    title: options.wait || args.wait === undefined ? TITLE : `would do nothing more; ${goOn} ${TITLE}`,
    set: ref,
    record: recordObject(owner),
    minReadySeconds: set.spec.minReadySeconds,
    numberOf: (hash) => revisions.find((each) => each.hash === hash)?.number,
    spell: (command) => commandLine(command, args),
  });
}
