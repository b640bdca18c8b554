import type { LimitRange, Namespace, Node, ResourceQuota } from '../../../model/core.js';
import type { ObjectMeta } from '../../../model/meta.js';
import { setLimitRangeDefaults } from '../../defaults/limit-range.js';
import { NAMESPACE_PRINTER, NODE_PRINTER, PLAIN_PRINTER, QUOTA_PRINTER } from '../../tables/core.js';
import { dnsLabelFaults } from '../../validation/name.js';
import { validateNode } from '../../validation/node.js';
import { validateQuota } from '../../validation/quota.js';
import { invalidValue } from '../../status/field-error.js';
import type { Kind } from '../kind.js';

/** The finalizer in spec that keeps a namespace until its contents are gone. */
const CONTENTS_FINALIZER = 'kubernetes';

function labelByName(metadata: ObjectMeta): void {
  metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
}

export const NAMESPACE: Kind<Namespace> = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  namespaced: false,
  hasStatus: true,
  returnsDeleted: true,
  lacks: ['deletecollection'],
  subresources: [{ name: 'finalize', verbs: ['update'] }],
  selectable: { 'status.phase': ({ status }) => status.phase ?? '' },
  printer: NAMESPACE_PRINTER,
  nameFaults: dnsLabelFaults,
  setDefaults: ({ metadata }) => {
    if (metadata.name !== '') labelByName(metadata);
  },
  prepareCreate: (namespace) => {
    // A name that the server made was not known before.
    labelByName(namespace.metadata);
    namespace.status = { phase: 'Active' };
    const finalizers = namespace.spec.finalizers ?? [];
    if (!finalizers.includes(CONTENTS_FINALIZER)) namespace.spec.finalizers = [...finalizers, CONTENTS_FINALIZER];
  },
  validateStatus: ({ metadata, status }) => {
    const phase = status.phase ?? '';
    const wanted = metadata.deletionTimestamp === undefined ? 'Active' : 'Terminating';
    if (phase === wanted) return [];
    const state = wanted === 'Active' ? 'empty' : 'not empty';
    return [invalidValue('status.Phase', phase, `may only be '${wanted}' if \`deletionTimestamp\` is ${state}`)];
  },
  prepareUpdate: (namespace, present) => {
    // Only the finalize subresource changes these.
    namespace.spec = present.spec;
  },
};

export const NODE: Kind<Node> = {
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  namespaced: false,
  hasStatus: true,
  selectable: { 'spec.unschedulable': ({ spec }) => String(spec.unschedulable ?? false) },
  printer: NODE_PRINTER,
  validate: validateNode,
  setDefaults: ({ status }) => {
    if (status.allocatable === undefined && status.capacity !== undefined) status.allocatable = { ...status.capacity };
  },
};

export const RESOURCE_QUOTA: Kind<ResourceQuota> = {
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  singular: 'resourcequota',
  shortNames: ['quota'],
  namespaced: true,
  hasStatus: true,
  returnsDeleted: true,
  printer: QUOTA_PRINTER,
  validate: validateQuota,
};

export const LIMIT_RANGE: Kind<LimitRange> = {
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  shortNames: ['limits'],
  namespaced: true,
  createsOnUpdate: true,
  setDefaults: setLimitRangeDefaults,
  printer: PLAIN_PRINTER,
};
