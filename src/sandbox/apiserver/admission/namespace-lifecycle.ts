import type { Namespace } from '../../model/core.js';
import { ApiError, forbidden, notFound } from '../status/api-error.js';
import type { Plugin } from './plugin.js';

/** Namespaces that a cluster cannot do without. */
const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

const NAMESPACES = { group: '', plural: 'namespaces' };

/** Nothing is created in a namespace that is not there or is going, and some namespaces do not go. */
export const NAMESPACE_LIFECYCLE: Plugin = {
  mutateNew: ({ store }, { kind, namespace }, draft) => {
    if (!kind.namespaced) return;
    const present = store.collection('namespaces').get('', namespace) as Namespace | undefined;
    if (present === undefined) throw notFound(NAMESPACES, namespace);
    if (present.metadata.deletionTimestamp === undefined) return;
    const words = `unable to create new content in namespace ${namespace} because it is being terminated`;
    const refusal = forbidden(kind, draft.metadata.name, words);
    throw new ApiError(refusal.code, refusal.reason, refusal.message, {
      ...refusal.details,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    });
  },
  checkDelete: (_server, { kind }, { metadata }) => {
    if (kind.kind !== 'Namespace' || !IMMORTAL.has(metadata.name)) return;
    throw forbidden(NAMESPACES, metadata.name, 'this namespace may not be deleted');
  },
};
