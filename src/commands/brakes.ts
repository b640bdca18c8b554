import { type Answer, isOfAnother, orFail } from '../cluster/api-error.js';
import { RESOURCES } from '../cluster/resource.js';
import type { View } from '../controller/set-watch.js';
import { INITIALIZED_ANNOTATION } from '../petset/identity.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import type { SetRef } from '../petset/petset.js';
import { withPause } from '../petset/record.js';
import { recordObject } from '../petset/record-form.js';
import { counted } from '../render/counted.js';
import { plainPlan, plainStep, type ToldPlan } from '../render/plan.js';
import { commandFor } from './command-line.js';
import type { Work } from './foreground.js';
import { DRY_RUN } from './dry-run.js';
import { planOf } from './foretell.js';
import { refuseHandover } from './going.js';
import { lookAt } from './look.js';

/** How often it is looked again for the pet that was meant, where it has become another one meanwhile. */
const ATTEMPTS = 5;

/** Where a set is paused: at a pet, or at its record. */
export type Brake = ObservedPet | 'record';

/**
 * Puts the brakes on or off that `choose` finds, and tells each. `choose` is asked again where a pet that it found is another
 * one by now, and throws a `Failure` where there is nothing to do.
 */
export async function setBrakes(
  ref: SetRef,
  choose: (view: View) => readonly Brake[],
  paused: boolean,
  work: Work,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const view = await lookAt(ref, work.session);
    refuseHandover(view.record, paused ? 'paused' : 'resumed', work.args);
    const brakes = choose(view);
    const answer = await setAll(ref, brakes, paused, work);
    const isOther = !answer.ok && isOfAnother(answer.error);
    if (isOther && attempt < ATTEMPTS) continue;
    orFail(answer);
    if (work.options.dryRun !== 'none') work.renderer.plan(brakePlan(view, brakes, paused, work));
    return;
  }
}

/** The brakes, and what they hold up or let go on, whoever reconciles the set. */
function brakePlan(view: View, brakes: readonly Brake[], paused: boolean, work: Work): ToldPlan {
  const { ref, owner } = view.record;
  const steps = brakes.map((brake) => {
    const object = brake === 'record' ? recordObject(owner) : `pod/${brake.name}`;
    return plainStep('annotate', object, `annotate ${object} with ${INITIALIZED_ANNOTATION}=${String(!paused)}`);
  });
  const { steps: then } = planOf(view, work);
  const [verb, next] = paused
    ? ['resume', 'nothing is created, deleted or upgraded until']
    : ['reconcile', 'it goes on then, by whoever waits for it, or'];
  const held = `${counted(then.length, 'step')} ${then.length === 1 ? 'is' : 'are'} ${paused ? 'held up' : 'then to be taken'}`;
  return plainPlan(ref, steps, [
    `at stake: ${next}: ${commandFor(verb, ref, work.args)}`,
    ...(then.length === 0 ? [] : [held]),
  ]);
}

async function setAll(ref: SetRef, brakes: readonly Brake[], paused: boolean, work: Work): Promise<Answer<unknown>> {
  for (const brake of brakes) {
    const answer = await set(ref, brake, paused, work);
    if (!answer.ok) return answer;
    work.renderer.result(brake === 'record' ? `petset/${ref.name}` : `pod/${brake.name}`, verb(paused, work));
  }
  return { ok: true, value: undefined };
}

async function set(
  ref: SetRef,
  brake: Brake,
  paused: boolean,
  { options: { dryRun }, session }: Work,
): Promise<Answer<unknown>> {
  if (dryRun === 'client') return { ok: true, value: undefined };
  const options = { dryRun: dryRun === 'server' };
  if (brake === 'record') return session.records.change(ref, (record) => withPause(record, paused), options);
  const named = { namespace: ref.namespace, name: brake.name };
  // The uid is the patch's precondition: a pet that came after this one was not meant.
  const patch = { metadata: { uid: brake.uid, annotations: { [INITIALIZED_ANNOTATION]: String(!paused) } } };
  return session.client.patch(RESOURCES.pods, named, 'merge', patch, { ...options, isRepeatable: true });
}

function verb(paused: boolean, { options }: Work): string {
  return `${paused ? 'paused' : 'resumed'}${DRY_RUN[options.dryRun]}`;
}
