import type { DisruptionBudget } from '../../model/core.js';
import type { KubeObject } from '../../model/meta.js';
import type { PodTemplate } from '../../model/pod.js';
import { age } from './age.js';
import { containerNames, images } from './containers.js';
import { columns } from './printer.js';
import type { Printer } from './printer.js';
import { selector } from './services.js';

export const DISRUPTION_BUDGET_PRINTER: Printer<DisruptionBudget> = {
  columns: columns('Name', 'Min Available', 'Max Unavailable', 'Allowed Disruptions:integer', 'Age'),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    String(spec.minAvailable ?? 'N/A'),
    String(spec.maxUnavailable ?? 'N/A'),
    status.disruptionsAllowed,
    age(metadata.creationTimestamp, now),
  ],
};

interface PriorityClass extends KubeObject {
  value: number;
  globalDefault?: boolean;
  preemptionPolicy?: string;
}

export const PRIORITY_CLASS_PRINTER: Printer<PriorityClass> = {
  columns: columns('Name', 'Value:integer', 'Global-Default:boolean', 'Age', 'PreemptionPolicy'),
  row: ({ metadata, value, globalDefault = false, preemptionPolicy = '' }, now) => [
    metadata.name,
    value,
    globalDefault,
    age(metadata.creationTimestamp, now),
    preemptionPolicy,
  ],
};

interface StoredPodTemplate extends KubeObject {
  template: PodTemplate;
}

export const POD_TEMPLATE_PRINTER: Printer<StoredPodTemplate> = {
  columns: columns('Name', 'Containers', 'Images', 'Pod Labels'),
  row: ({ metadata, template }) => [
    metadata.name,
    containerNames(template),
    images(template),
    selector(template.metadata.labels),
  ],
};
