import type { LimitRange } from '../../../model/core.js';
import type { KubeObject } from '../../../model/meta.js';
import type { ResourceRequest, Server } from '../../request/request.js';
import { forbidden } from '../../status/api-error.js';
import { claimOf, podOf } from '../plugin.js';
import type { Plugin } from '../plugin.js';
import { claimExcesses, podExcesses } from './constraints.js';
import { setLimitRangeDefaults } from './defaults.js';

/**
 * LimitRanger: gives containers what the limit ranges of their namespace have for those that ask for nothing, and
 * refuses what is less or more than they allow (kubernetes plugin/pkg/admission/limitranger).
 */
export const LIMIT_RANGER: Plugin = {
  mutateNew: (server, request, draft) => {
    const pod = podOf(request, draft);
    if (pod === undefined) return;
    for (const range of rangesOf(server, request)) setLimitRangeDefaults(pod, range.spec.limits ?? []);
  },
  checkCreate: refuseExcess,
  // The containers of a pod stay as they are; a claim can grow.
  checkUpdate: (server, request, object, present) => {
    const isPresent = present.metadata.deletionTimestamp === undefined;
    if (isPresent && claimOf(request, object) !== undefined) refuseExcess(server, request, object);
  },
};

const rangesOf = ({ store }: Server, { namespace }: ResourceRequest): LimitRange[] =>
  store.collection('limitranges').list(namespace) as LimitRange[];

function refuseExcess(server: Server, request: ResourceRequest, object: KubeObject): void {
  const [pod, claim] = [podOf(request, object), claimOf(request, object)];
  if (pod === undefined && claim === undefined) return;
  for (const { spec } of rangesOf(server, request)) {
    const limits = spec.limits ?? [];
    const excesses = new Set([
      ...(pod === undefined ? [] : podExcesses(pod, limits)),
      ...(claim === undefined ? [] : claimExcesses(claim, limits)),
    ]);
    if (excesses.size > 0) throw forbidden(request.kind, object.metadata.name, aggregate([...excesses]));
  }
}

/** Several errors as apimachinery's Aggregate tells them. */
const aggregate = (words: readonly string[]): string =>
  words.length === 1 ? (words[0] ?? '') : `[${words.join(', ')}]`;
