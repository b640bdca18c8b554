import type { Scale } from '../../model/workload.js';
import { age } from './age.js';
import { columns } from './printer.js';
import type { Printer } from './printer.js';

/** What the scale of any workload looks like: `kubectl get --subresource=scale`. */
export const SCALE_PRINTER: Printer<Scale> = {
  columns: columns('Name', 'Desired:integer', 'Available:integer', 'Age'),
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.replicas ?? 0,
    status.replicas,
    age(metadata.creationTimestamp, now),
  ],
};
