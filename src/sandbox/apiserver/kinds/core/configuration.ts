import type { ConfigMap, Secret, ServiceAccount } from '../../../model/core.js';
import { CONFIG_MAP_PRINTER, SECRET_PRINTER, SERVICE_ACCOUNT_PRINTER } from '../../tables/core.js';
import {
  validateConfigMap,
  validateConfigMapUpdate,
  validateSecret,
  validateSecretUpdate,
} from '../../validation/configuration.js';
import type { Kind } from '../kind.js';

export const CONFIG_MAP: Kind<ConfigMap> = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  namespaced: true,
  printer: CONFIG_MAP_PRINTER,
  validate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
};

export const SECRET: Kind<Secret> = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  namespaced: true,
  selectable: { type: ({ type }) => type ?? '' },
  printer: SECRET_PRINTER,
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  setDefaults: (secret) => {
    secret.type ??= 'Opaque';
    // Plain strings are a convenience for writers: they are kept encoded with the rest.
    for (const [key, text] of Object.entries(secret.stringData ?? {})) {
      secret.data = { ...secret.data, [key]: Buffer.from(text).toString('base64') };
    }
    delete secret.stringData;
  },
};

export const SERVICE_ACCOUNT: Kind<ServiceAccount> = {
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  namespaced: true,
  returnsDeleted: true,
  subresources: [
    { name: 'token', group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', verbs: ['create'] },
  ],
  printer: SERVICE_ACCOUNT_PRINTER,
};
