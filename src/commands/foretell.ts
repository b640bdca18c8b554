import { foresee } from '../controller/foresee.js';
import { inspectAs } from '../controller/inspect.js';
import type { View } from '../controller/set-watch.js';
import { stakesOf } from '../controller/stakes.js';
import { type PetSetRecord, pretendedRecord } from '../petset/record.js';
import { type RecordObject, recordObject } from '../petset/record-form.js';
import { type ToldPlan, toldPlan } from '../render/plan.js';
import { commandFor, commandLine } from './command-line.js';
import type { Work } from './foreground.js';

/** Tells, after the result lines of a dry run, what would be done to a set if its record said so; or says, as it does. */
export async function foretell(present: PetSetRecord, wanted: RecordObject, work: Work): Promise<void> {
  const record = pretendedRecord(wanted, present.ref.namespace, present);
  work.renderer.plan(planOf(await seeAs(record, work), work));
}

/** The same of a set of which there is no record yet. */
export async function foretellNew(wanted: RecordObject, namespace: string, work: Work): Promise<void> {
  work.renderer.plan(planOf(await seeAs(pretendedRecord(wanted, namespace), work), work));
}

function seeAs(record: PetSetRecord, { session }: Work): Promise<View> {
  return inspectAs(record, { ...session.deps, onTrouble: session.onTrouble });
}

/** What would be done to a set as it is seen. */
export function planOf(
  { record, desired, observed }: View,
  { args, options }: Work,
  remarks: readonly string[] = [],
): ToldPlan {
  const { ref, set, owner } = record;
  const foresight = foresee(desired, observed, { gates: new Set(options.gates?.commands.keys()) });
  const revisions = [...observed.revisions, ...foresight.left.revisions];
  const goOn = commandFor('reconcile', ref, args);
  return toldPlan(foresight, stakesOf(desired, observed, foresight), {
    title: options.wait ? 'would do, in this order:' : `would do nothing more; ${goOn} would do, in this order:`,
    set: ref,
    record: recordObject(owner),
    minReadySeconds: set.spec.minReadySeconds,
    numberOf: (hash) => revisions.find((each) => each.hash === hash)?.number,
    spell: (command) => commandLine(command, args),
    remarks,
  });
}
