import { PLAIN_PRINTER } from '../../tables/core.js';
import type { Kind } from '../kind.js';

/** Nothing of this kind is stored: what is posted binds a pod. */
export const BINDING: Kind = {
  group: '',
  version: 'v1',
  kind: 'Binding',
  plural: 'bindings',
  singular: 'binding',
  namespaced: true,
  lacks: ['delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  printer: PLAIN_PRINTER,
};
