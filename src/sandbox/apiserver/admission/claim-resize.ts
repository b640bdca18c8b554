import { quantityNano } from '../../model/quantity.js';
import type { Claim, StorageClass } from '../../model/volume.js';
import type { Server } from '../request/request.js';
import { forbidden } from '../status/api-error.js';
import { claimOf } from './plugin.js';
import type { Plugin } from './plugin.js';

const WORDS =
  'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';

/** A claim grows only where its class allows it. */
export const CLAIM_RESIZE: Plugin = {
  checkUpdate: (server, request, object, before) => {
    const [claim, present] = [claimOf(request, object), claimOf(request, before)];
    if (claim === undefined || present === undefined) return;
    if (size(claim) <= size(present) || allowsExpansion(server, present)) return;
    throw forbidden(request.kind, claim.metadata.name, WORDS);
  },
};

const size = ({ spec }: Claim): bigint => quantityNano(spec.resources.requests?.storage ?? '0');

function allowsExpansion({ store }: Server, { spec }: Claim): boolean {
  const name = spec.storageClassName ?? '';
  const found: StorageClass | undefined = store.collection('storageclasses.storage.k8s.io').get('', name) as
    StorageClass | undefined;
  return found?.allowVolumeExpansion === true;
}
