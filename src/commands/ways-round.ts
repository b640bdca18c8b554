import { is } from '../cluster/api-error.js';
import type { HeldUp } from '../controller/keep.js';
import { smallestSize } from '../petset/claim-templates.js';
import type { SetRef } from '../petset/petset.js';
import type { Args } from './command.js';
import { commandLine } from './command-line.js';

/** What was refused. */
type Refused = Extract<HeldUp, { kind: 'refused' }>;

/** A way round a refusal: the words of the command, and what it is for; nothing where it is no way round this one. */
type Way = (refused: Refused, name: string) => { readonly what: string; readonly words: readonly string[] } | undefined;

const WAYS: readonly Way[] = [askForLess, deleteInstead];

/** What else can be done about a step that the server refuses, a line each. */
export function waysRound(what: HeldUp, { namespace, name }: SetRef, args: Args): readonly string[] {
  if (what.kind !== 'refused') return [];
  return WAYS.flatMap((way) => way(what, name) ?? []).map(
    (way) => `or, ${way.what}: ${commandLine({ words: way.words, namespace }, args)}`,
  );
}

/** Back from a claim that the server would not have grow, where there is a smaller size that all claims have room in. */
function askForLess({ step, view }: Refused, name: string): ReturnType<Way> {
  if (step?.do !== 'grow-claim' || view === undefined) return undefined;
  const { template } = step.claim;
  const size = smallestSize(view.desired.set, template, [...view.observed.claims.values()]);
  const words = ['petset', 'upgrade', name, '--storage', `${template}=${size ?? ''}`];
  return size === undefined ? undefined : { what: 'to ask for less', words };
}

/** Who may delete pods may not always evict them. */
function deleteInstead({ step, error }: Refused, name: string): ReturnType<Way> {
  if (step?.do !== 'evict-pet' || !is(error, 'Forbidden')) return undefined;
  const words = ['petset', 'upgrade', name, '--ignore-budgets'];
  return { what: 'to delete pets whatever disruption budgets say', words };
}
