import { withDefaults, type WrittenPetSet } from './defaults.js';
import type { FieldError } from './field-error.js';
import type { Json } from './kubernetes.js';
import type { PetSet } from './petset.js';
import { PETSET_SCHEMA } from './petset-schema.js';
import { violations } from './schema.js';
import { validatePetSet } from './validate.js';

/** The set that a document means, or everything that is wrong with it. */
export type ReadPetSet =
  { readonly ok: true; readonly set: PetSet } | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Reads a PetSet document of our own version: schema first, then defaults, then the rules that the schema cannot say. */
export function readPetSet(document: Json): ReadPetSet {
  const misfits = violations(PETSET_SCHEMA, document);
  if (misfits.length > 0) return { ok: false, errors: misfits };
  // The schema has just said that the document has this shape.
  const set = withDefaults(document as unknown as WrittenPetSet);
  const errors = validatePetSet(set);
  return errors.length === 0 ? { ok: true, set } : { ok: false, errors };
}
