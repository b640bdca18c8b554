import type { KubeObject } from '../../model/meta.js';
import { structName } from '../kinds/kind.js';
import type { Kind } from '../kinds/kind.js';
import { inFieldOrder } from '../schema/field-order.js';
import { orderedMeta } from '../schema/ordered-meta.js';

/** A draft with its fields in the order in which the server writes them; of custom resources, that is known of the metadata. */
export function ordered(kind: Kind, draft: KubeObject): KubeObject {
  return kind.custom === undefined
    ? inFieldOrder(structName(kind), draft)
    : { ...draft, metadata: orderedMeta(draft.metadata) };
}
