import { forbidden } from '../status/api-error.js';
import { podOf } from './plugin.js';
import type { Plugin } from './plugin.js';

/**
 * A pod may only name a service account that is there.
 * The recordings come from a server that leaves out the account of a pod that names none, and mounts no token: so do we.
 */
export const SERVICE_ACCOUNT: Plugin = {
  mutateNew: ({ store }, request, draft) => {
    const { kind, namespace } = request;
    const name = podOf(request, draft)?.spec.serviceAccountName;
    if (name === undefined || store.collection('serviceaccounts').get(namespace, name) !== undefined) return;
    const words = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
    throw forbidden(kind, draft.metadata.name, words);
  },
};
