import { formatFieldError } from './field-error.js';
import type { Json } from './kubernetes.js';
import { type Schema, violations } from './schema.js';

/**
 * The wish that one pet be replaced. It names what is to go by uid: whoever carries it out, and whenever, does not strike
 * what came after.
 */
export interface Replacement {
  readonly ordinal: number;
  /** Nothing where there was no pod. */
  readonly podUid?: string;
  /** Of the claims that are to go too. */
  readonly claimUids: readonly string[];
  /** Not to wait until the pod's node says that it has ended. */
  readonly force: boolean;
}

const uid: Schema = { type: 'string' };

const REPLACEMENTS_SCHEMA: Schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['ordinal', 'claimUids', 'force'],
    properties: {
      ordinal: { type: 'integer', minimum: 0 },
      podUid: uid,
      claimUids: { type: 'array', items: uid },
      force: { type: 'boolean' },
    },
  },
};

/** What a record remembers of pets that are to be replaced, or what is wrong with it. */
export type ReadReplacements =
  { readonly ok: true; readonly replacements: readonly Replacement[] } | { readonly ok: false; readonly why: string };

/** Reads what a record remembers of pets that are to be replaced. */
export function readReplacements(document: Json): ReadReplacements {
  const misfits = violations(REPLACEMENTS_SCHEMA, document);
  if (misfits.length > 0) return { ok: false, why: misfits.map(formatFieldError).join('; ') };
  // The schema has just said that the document has this shape.
  return { ok: true, replacements: document as unknown as readonly Replacement[] };
}

/** These wishes and one more, which takes the place of an earlier one for the same pet. */
export function withReplacement(wishes: readonly Replacement[], wish: Replacement): readonly Replacement[] {
  return [...wishes.filter(({ ordinal }) => ordinal !== wish.ordinal), wish].sort((a, b) => a.ordinal - b.ordinal);
}
