import type { HeldUp } from '../controller/keep.js';
import { smallestSize } from '../petset/claim-templates.js';
import type { SetRef } from '../petset/petset.js';
import type { Args } from './command.js';
import { commandLine } from './command-line.js';

/** The way back from a claim that the server would not have grow, where there is a smaller size that all claims have room in. */
export function askForLess(what: HeldUp, { namespace, name }: SetRef, args: Args): readonly string[] {
  if (what.kind !== 'refused' || what.step?.do !== 'grow-claim' || what.view === undefined) return [];
  const { desired, observed } = what.view;
  const { template } = what.step.claim;
  const size = smallestSize(desired.set, template, [...observed.claims.values()]);
  if (size === undefined) return [];
  const words = ['petset', 'upgrade', name, '--storage', `${template}=${size}`];
  return [`or, to ask for less: ${commandLine({ words, namespace }, args)}`];
}
