import type { KubeObject } from '../../../model/meta.js';
import type { PodTemplate } from '../../../model/pod.js';
import { setPodSpecDefaults } from '../../defaults/pod.js';
import { POD_TEMPLATE_PRINTER } from '../../tables/others.js';
import { validateMaps } from '../../validation/meta.js';
import { validatePodSpec } from '../../validation/pod.js';
import type { Kind } from '../kind.js';

interface StoredPodTemplate extends KubeObject {
  template: PodTemplate;
}

export const POD_TEMPLATE: Kind<StoredPodTemplate> = {
  group: '',
  version: 'v1',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  singular: 'podtemplate',
  namespaced: true,
  countsGenerations: true,
  returnsDeleted: true,
  printer: POD_TEMPLATE_PRINTER,
  validate: ({ template }) => [
    ...validateMaps(template.metadata, 'template'),
    ...validatePodSpec(template.spec, 'template.spec'),
  ],
  setDefaults: ({ template }) => setPodSpecDefaults(template.spec),
};
