import type { StorageClass } from '../../model/volume.js';
import type { Server } from '../request/request.js';
import { claimOf } from './plugin.js';
import type { Plugin } from './plugin.js';

const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';
/** The annotation that named a class before claims had a field for it. */
const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** A claim that names no class gets the default one. */
export const DEFAULT_STORAGE_CLASS: Plugin = {
  mutateNew: (server, request, draft) => {
    const claim = claimOf(request, draft);
    if (claim === undefined || claim.spec.storageClassName !== undefined) return;
    if (claim.metadata.annotations?.[OLD_CLASS] !== undefined) return;
    const found = defaultClass(server);
    if (found !== undefined) claim.spec.storageClassName = found.metadata.name;
  },
};

/** Of several defaults the newest counts, then the first by name. */
function defaultClass({ store }: Server): StorageClass | undefined {
  const classes = store.collection('storageclasses.storage.k8s.io').list('') as StorageClass[];
  return classes
    .filter(({ metadata }) => metadata.annotations?.[IS_DEFAULT] === 'true')
    .toSorted((a, b) => ((a.metadata.creationTimestamp ?? '') > (b.metadata.creationTimestamp ?? '') ? -1 : 1))[0];
}
