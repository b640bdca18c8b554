import type { ObservedClaim } from '../petset/observed-claim.js';
import type { ObservedPet } from '../petset/observed-pet.js';
import { INITIALIZED_ANNOTATION } from '../petset/identity.js';
import type { SetRef } from '../petset/petset.js';
import { humanDuration } from './duration.js';
import { escapeTerminal } from './escape.js';
import type { EventOf, ProgressEvent, Waiting } from '../controller/progress.js';
import type { Diagnosis, KubectlCommand } from '../diagnose/diagnosis.js';
import type { Line } from './line.js';
import { retryLine } from './voice.js';

/** A command as it is to be pasted into a shell. */
export type Spell = (command: KubectlCommand) => string;

type Lines = {
  readonly [T in ProgressEvent['type']]: (event: Extract<ProgressEvent, { type: T }>, spell: Spell) => Line | undefined;
};

/** What each event reads like. The words are stable: scripts may rely on them. */
const LINES: Lines = {
  'pet-created': ({ pet }) => out(`pod/${pet.name} created`),
  'pet-adopted': ({ pet }) => out(`pod/${pet.name} adopted`),
  'pet-released': ({ pet }) => out(`pod/${pet.name} released, it ${pet.foreign ?? 'is not ours'}`),
  'pet-changed': ({ pet }) => out(`pod/${pet.name} ${petWords(pet)}`),
  'pet-terminating': ({ pet }) => out(`pod/${pet.name} terminating${graceWords(pet)}`),
  'pet-deleted': ({ pet }) => out(`pod/${pet.name} deleted`),
  'claim-created': ({ claim }) => out(`persistentvolumeclaim/${claim.name} created`),
  'claim-adopted': ({ claim }) => out(`persistentvolumeclaim/${claim.name} adopted`),
  'claim-terminating': () => undefined,
  'claim-deleted': ({ claim }) => out(`persistentvolumeclaim/${claim.name} deleted`),
  'claim-kept': ({ set, claim }) => out(`persistentvolumeclaim/${claim.name} ${keeperWords(claim, set)}`),
  'claim-growing': ({ claim }) =>
    out(`persistentvolumeclaim/${claim.name} growing from ${claim.capacity ?? ''} to ${claim.requested ?? ''}`),
  'claim-grown': ({ claim }) => out(`persistentvolumeclaim/${claim.name} grown to ${claim.capacity ?? ''}`),
  waiting: ({ waiting, set }, spell) => waitingLine(waiting, set, spell),
  countdown: ({ pet, seconds }) => out(`pod/${pet.name} terminating, ${seconds}s left`),
  standing: () => undefined,
  following: (event) => out(followingLine(event)),
  'taken-over': ({ set, by }) => out(`petset/${set.name} was taken over by ${by}: following along`),
  'took-over': ({ set, from }) => out(`petset/${set.name} taken over from ${from}`),
  // Others' words are not among ours, which scripts may read, and not ours to shorten.
  'gate-output': ({ pet, line }) => ({ ...err(`${pet.name} | ${line}`), isNews: true }),
  'gate-passed': ({ pet, gate }) => out(`pod/${pet.name} passed --${gate}`),
  'gate-skipped': ({ pet, gate, why }) => out(`pod/${pet.name} passed without --${gate}: it ${why}`),
  // Said again, it means that the set was not ready in between, of which a live view keeps no other line.
  'set-ready': ({ set, ready, replicas }) => ({
    ...out(`petset/${set.name} ready (${ready}/${replicas})`),
    isNews: true,
  }),
  'set-gone': ({ set }) => out(`petset/${set.name} deleted`),
  'set-moved': ({ set, to }) => out(`petset/${set.name} was moved: ${to} holds its record now`),
  'set-left': () => undefined,
  'pet-log': ({ pet, line }) => ({ ...err(`${pet.name} | ${line}`), isNews: true }),
  'ways-out': (event, spell) => err(waysOutLine(event, spell)),
  // It has many lines, and a width.
  timeline: () => undefined,
  retrying: ({ problem, delay }) => retryLine(problem, delay),
};

/** The line that an event reads like; nothing for one that only a live view shows. */
export function lineOf<T extends ProgressEvent['type']>(
  event: EventOf<T> & { readonly type: T },
  spell: Spell,
): Line | undefined {
  const line = LINES[event.type](event, spell);
  return line && { ...line, text: escapeTerminal(line.text) };
}

/** What ends it that a new pet holds up a rollout: neither way needs anything to be deleted by hand. */
export function waysOut(
  { container = 'CONTAINER', set: { namespace, name } }: EventOf<'ways-out'>,
  spell: Spell,
): { readonly forward: string; readonly back: string } {
  const petset = (...words: readonly string[]): string => spell({ words: ['petset', ...words], namespace });
  return { forward: petset('upgrade', name, `--image=${container}=IMAGE`), back: petset('rollback', name) };
}

function waysOutLine(event: EventOf<'ways-out'>, spell: Spell): string {
  const { forward, back } = waysOut(event, spell);
  return `pod/${event.pet.name} holds up petset/${event.set.name}; with another template: ${forward}; with the former one: ${back}`;
}

function followingLine({ set, holder, heldFor }: EventOf<'following'>): string {
  const since = heldFor === undefined || heldFor < 1000 ? '' : `, for ${humanDuration(heldFor)} now`;
  return `petset/${set.name} is being reconciled by ${holder}${since} (--takeover does not wait for it): following along`;
}

/** What a pet is doing, as far as it matters to whoever waits for it. */
function petWords(pet: ObservedPet): string {
  if (pet.state === 'healthy') return 'ready';
  if (pet.state === 'restarting') return 'restarting in place';
  if (pet.state === 'settling') return 'ready, but not for minReadySeconds yet';
  const { status, ready } = pet.cells;
  return status === 'Running' ? `Running, ${ready} ready` : status;
}

function graceWords({ graceSeconds }: ObservedPet): string {
  return graceSeconds === undefined || graceSeconds === 0 ? '' : ` (grace period ${graceSeconds}s)`;
}

/** With whom a claim goes from now on. */
function keeperWords({ goesWith, owner: other }: ObservedClaim, { name }: SetRef): string {
  const [owner] = goesWith;
  if (owner === undefined) return other === undefined ? 'stays, whoever goes' : `belongs to ${other}`;
  return owner.kind === 'pet' ? 'will be deleted with its pod' : `will be deleted with petset/${name}`;
}

/** Why nothing happens, and what looks further or helps; nothing for what is only on its way. */
function waitingLine({ on, overdue, diagnosis }: Waiting, { namespace, name }: SetRef, spell: Spell): Line | undefined {
  if (on.for === 'resume' || on.for === 'resume-set') {
    const brake = on.for === 'resume' ? `pod/${on.pet.name}` : on.record;
    const help = spell({ words: ['petset', 'resume', name], namespace });
    return out(`${brake} pauses petset/${name} by its annotation ${INITIALIZED_ANNOTATION}; to go on: ${help}`);
  }
  if (on.for === 'budget') {
    const why = `${on.why.replace(/\.$/, '')}; it is tried again until it may${budgetHint(on.why, namespace, spell)}`;
    const help = spell({ words: ['petset', 'upgrade', name, '--ignore-budgets'], namespace });
    return out(`pod/${on.pet.name} may not be evicted: ${why}; to delete it all the same: ${help}`);
  }
  if (on.for === 'quota') return quotaLine(on, namespace, spell);
  if (on.for === 'verified') return out(`pod/${on.pet.name} waits for --verify`);
  if (on.for === 'pre-delete') return out(`pod/${on.pet.name} waits for --pre-delete`);
  if (diagnosis !== undefined) return diagnosisLine(on, diagnosis, spell);
  return overdue ? overdueLine(on, { namespace, name }, spell) : undefined;
}

/** What is over quota is created as soon as somebody makes room, or widens it. */
function quotaLine(
  { object, quota, why }: Extract<Waiting['on'], { for: 'quota' }>,
  namespace: string,
  spell: Spell,
): Line {
  const help = spell({ words: ['describe', 'quota', ...(quota === undefined ? [] : [quota])], namespace });
  return out(`${object} cannot be created: ${why}; it is tried again until it may; look further: ${help}`);
}

/**
 * How to look at the budget, and what the server does not say: one with a percentage, or with maxUnavailable, asks the controllers of its pods how many
 * there should be. Pets have none, so it counts to zero and lets none go (kubernetes pkg/controller/disruption, UnmanagedPods).
 */
function budgetHint(why: string, namespace: string, spell: Spell): string {
  const [, budget, needed] = /^The disruption budget (\S+) needs (\d+) healthy pods and has [1-9]/.exec(why) ?? [];
  if (budget === undefined) return '';
  const rule = needed === '0' ? '; a budget over pets needs an integer minAvailable' : '';
  return `${rule}; look further: ${spell({ words: ['describe', 'pdb', budget], namespace })}`;
}

function diagnosisLine(on: Waiting['on'], { message, next, exit }: Diagnosis, spell: Spell): Line | undefined {
  if (!('pet' in on || 'claim' in on)) return undefined;
  const object = 'pet' in on ? `pod/${on.pet.name}` : `persistentvolumeclaim/${on.claim.name}`;
  const end = exit === undefined ? '' : `; ${exit.when}: ${spell(exit.command)}`;
  return out(`${object} ${message}; look further: ${spell(next)}${end}`);
}

/** What only has to be gone, and takes its time. */
function overdueLine(on: Waiting['on'], { namespace, name }: SetRef, spell: Spell): Line | undefined {
  // Of a pet it is said why, or nothing.
  if ('pet' in on || on.for === 'resume-set' || on.for === 'quota') return undefined;
  const further = (...words: readonly string[]): string => `look further: ${spell({ words, namespace })}`;
  switch (on.for) {
    case 'claim-gone': {
      const help = further('describe', 'pvc', on.claim.name);
      return out(`persistentvolumeclaim/${on.claim.name} terminating, waiting until it is gone; ${help}`);
    }
    case 'claim-unused': {
      const user = on.claim.usedBy?.name ?? '';
      const why = `waiting until it is gone, since it uses persistentvolumeclaim/${on.claim.name}`;
      return out(`pod/${user} terminating, ${why}; ${further('describe', 'pod', user)}`);
    }
    case 'record-gone': {
      const { object, finalizers } = on.record;
      const why = finalizers.length > 0 ? `, which its finalizers hold up (${finalizers.join(', ')})` : '';
      const help = further('get', object, '-o', 'yaml');
      return out(`petset/${name} is being deleted, waiting until its record is gone${why}; ${help}`);
    }
    // It is said why at once.
    case 'grown':
      return undefined;
  }
}

function out(text: string): Line {
  return { stream: 'stdout', text };
}

function err(text: string): Line {
  return { stream: 'stderr', text };
}
