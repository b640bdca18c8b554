import type { Endpoints, Service } from '../../../model/core.js';
import { setServiceDefaults } from '../../defaults/service.js';
import { ENDPOINTS_PRINTER, SERVICE_PRINTER } from '../../tables/services.js';
import { dns1035Faults } from '../../validation/name.js';
import { validateService, validateServiceUpdate } from '../../validation/service.js';
import type { Kind } from '../kind.js';

export const SERVICE: Kind<Service> = {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  returnsDeleted: true,
  createsOnUpdate: true,
  subresources: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  selectable: {
    'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '',
    'spec.type': ({ spec }) => spec.type ?? '',
  },
  printer: SERVICE_PRINTER,
  setDefaults: setServiceDefaults,
  nameFaults: dns1035Faults,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  prepareCreate: (service) => {
    service.status = { loadBalancer: {} };
  },
};

export const ENDPOINTS: Kind<Endpoints> = {
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  namespaced: true,
  createsOnUpdate: true,
  deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  printer: ENDPOINTS_PRINTER,
  setDefaults: ({ subsets = [] }) => {
    for (const { ports = [] } of subsets) for (const port of ports) port.protocol ??= 'TCP';
  },
};
