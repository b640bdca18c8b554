import { asJson } from '../../model/json.js';
import type { ObjectMeta } from '../../model/meta.js';
import { structOf } from './structs.js';

/** Metadata whose fields may be set to nothing. */
export type LooseMeta = { readonly [K in keyof ObjectMeta]: ObjectMeta[K] | undefined };

/** A field that is never stored: links to oneself are history. */
const DROPPED = 'selfLink';

/** The same metadata in the order in which the server writes it, without what is undefined. */
export function orderedMeta(meta: LooseMeta): ObjectMeta {
  const fields = asJson(meta);
  const kept = [...structOf('ObjectMeta').keys()].filter((name) => fields[name] !== undefined && name !== DROPPED);
  return Object.fromEntries(kept.map((name) => [name, fields[name]])) as object as ObjectMeta;
}
